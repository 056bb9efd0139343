"""Things made the way people make them."""
