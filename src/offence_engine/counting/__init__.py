"""Case + law -> counts: who did what to whom with which material, under which version, and what is known of it."""
