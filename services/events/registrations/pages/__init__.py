"""Pages of registrations: `booking` to come, `parties` for those who have registered, `organising` for staff."""
