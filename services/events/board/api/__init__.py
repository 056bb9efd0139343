"""JSON routes of the board."""
