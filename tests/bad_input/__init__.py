"""Case files that are wrong, unreadable or hostile: always a place and a sentence, never a traceback."""
