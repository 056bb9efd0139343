"""HTML routes of the directory."""
