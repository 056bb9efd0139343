"""Pages of registrations: `parties` for those who come, `organising` for staff."""
