"""JSON routes of the directory."""
