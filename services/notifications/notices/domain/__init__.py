"""What a notice is (`letters`), and the values that fill its text (`wording`)."""
