"""Pure rules of messages: their `states`, their `timing`, and the `checks` just before sending."""
