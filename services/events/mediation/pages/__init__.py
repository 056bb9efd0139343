"""HTML routes of mediation."""
