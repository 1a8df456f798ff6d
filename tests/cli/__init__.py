"""The command `offence` as its users meet it."""
