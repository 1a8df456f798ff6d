"""What must hold of every rulebook and every case, tried on generated ones."""
