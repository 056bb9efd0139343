"""Questions about shifts: `shifts` for the shifts themselves, `sign_ups` for who is coming."""
