"""HTML routes of the board: `public` for everybody, `writing` for staff, `feeds` and `widget` for other sites."""
