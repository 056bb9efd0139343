"""HTML routes of evidence."""
