"""Real decided cases as abstract facts, with what the court held: the engine is held to them."""
