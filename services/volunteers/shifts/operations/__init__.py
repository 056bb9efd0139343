"""What is written about shifts: `opening` follows the events, `signing_up` takes and gives back places."""
