"""Notices: what single people are told about help to one person, a service, or an invitation."""
