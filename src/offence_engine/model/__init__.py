"""Pure data: rules, cases and results as frozen models; time and penalties as exact values."""
