"""Writes: `opening` a case and showing what is kept, `erasing` it, and closing the case."""
