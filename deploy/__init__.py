"""The ways to run the services together; they know the services, the services do not know them."""
