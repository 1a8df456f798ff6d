"""Rule files with one mistake each: told by place, in the user's words, with the nearest right name."""
