"""Writes of notes, and what one would be before it is written."""
