"""Writes: what is heard of `occasions` and `parties`, `planning` of messages, `sending` them, and their `fate`."""
