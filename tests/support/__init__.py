"""The test bed: real servers, started at most once a session and only when a test asks for them."""
