"""Pure rules of sending: gateways and their outcomes (`gateway`), what follows an attempt (`delivery`)."""
