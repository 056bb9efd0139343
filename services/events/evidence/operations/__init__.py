"""Changes of evidence: facts are noted, and never changed by hand."""

from services.events.evidence.operations.noting import End, note_closed, note_opened
from services.events.evidence.operations.spreading import Begun, note_campaign

__all__ = ["Begun", "End", "note_campaign", "note_closed", "note_opened"]
