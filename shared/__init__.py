"""Mechanisms and message contracts that the three services stand on; no business rule lives here."""
