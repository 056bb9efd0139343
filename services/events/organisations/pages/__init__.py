"""Pages of organisations: `signing_in` in and out, `staff` for owners to say who works here and as what."""
