"""Privacy: what this service keeps of a person, and erasing it. `notifications` opens the case; decision 0034."""
