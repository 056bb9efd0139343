"""Changes of evidence: facts are noted, and never changed by hand."""

from services.events.evidence.operations.noting import End, note_closed, note_opened

__all__ = ["End", "note_closed", "note_opened"]
