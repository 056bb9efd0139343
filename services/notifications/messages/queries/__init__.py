"""Reads: what messages are `about`, and what became of them (`fates`)."""
