"""Questions about shifts: `shifts` for the shifts, `sign_ups` for who is coming, `board` for how all of it stands."""
