"""Pages of the programme: `public` for those who come, `poster` for a wall, `drafting` for those who make events."""
