"""The shipped rules, held to the statutes: versions, dates, traps, and the cases inside the rule files."""
