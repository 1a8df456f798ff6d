"""Rule files -> Rulebook: read, validated, cross-checked; and the law in force on a day read out of it."""
