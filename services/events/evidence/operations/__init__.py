"""Changes of evidence: facts are noted, and never changed by hand."""

from services.events.evidence.operations.noting import End, note_closed, note_opened
from services.events.evidence.operations.samples import load_evidence
from services.events.evidence.operations.spreading import Begun, note_campaign

__all__ = ["Begun", "End", "load_evidence", "note_campaign", "note_closed", "note_opened"]
