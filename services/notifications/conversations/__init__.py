"""Conversations by SMS: what people text us that one of us has to read, answered in our own words."""
