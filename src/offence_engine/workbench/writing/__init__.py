"""Writing rule files: their schemas for editors, new files and amendments, and their canonical layout."""
