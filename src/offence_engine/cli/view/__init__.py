"""Results as text that a person can read aloud, in Korean and in English."""
