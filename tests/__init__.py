"""Everything the engine promises, held to it."""
