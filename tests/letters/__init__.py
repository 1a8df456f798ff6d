"""Letters: what they say, what they leave open, and what no case file can make them do."""
