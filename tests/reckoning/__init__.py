"""From statutory penalties to ranges: the pinned vectors, the choices, juveniles, guidelines, and what always holds."""
