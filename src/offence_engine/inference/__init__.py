"""What follows from what is known: durable_rules derives, the reference agrees, or nothing is released."""
