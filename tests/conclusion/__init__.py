"""What the truths mean together: unity, standing, ranges, limitation, responsibility."""
