"""Reads: what `arrived` in the built-in phone and mailbox, and the `timeline` of a message."""
