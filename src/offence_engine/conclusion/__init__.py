"""Outcomes -> findings, offences, standing, limitation, questions: what the truths mean together."""
