"""Text in, tree with places out: YAML, JSON and CSV, read without guessing what a scalar means."""
