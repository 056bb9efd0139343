"""The three services. They never import one another: they tell each other what happened."""
