"""Case files -> Case: structure and stated facts set apart, checked against the rulebook's declarations."""
