"""The two engines: what is relied upon in the one, and that it serves without the other."""
