"""For those who keep the rules: the cases inside the rule files, run and derived."""
