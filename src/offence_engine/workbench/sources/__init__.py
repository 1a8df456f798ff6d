"""Rules held against a folder of official texts: what the texts say otherwise, with the place on both sides."""
