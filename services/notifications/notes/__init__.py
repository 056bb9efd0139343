"""Notes: what an organiser writes to the people of a date, in words of their own."""
