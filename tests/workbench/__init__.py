"""What the legal staff rely on."""
