"""From statutory penalties to ranges: exact arithmetic over terms and fines, with every step (never a sentence)."""
