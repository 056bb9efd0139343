"""What the stack needs before its services start: secrets, databases, roles. Each start makes what is missing."""
