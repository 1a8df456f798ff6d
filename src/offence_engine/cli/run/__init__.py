"""One module per command: read what it needs, ask the engine, print."""
