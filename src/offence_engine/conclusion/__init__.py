"""Outcomes -> findings, offences, standing, limitation, ranges, questions: what the truths mean together."""
