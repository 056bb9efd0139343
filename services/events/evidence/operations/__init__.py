"""Changes of evidence: facts are noted, and never changed by hand."""

from services.events.evidence.operations.noting import Counted, End, note_asked, note_closed
from services.events.evidence.operations.samples import load_evidence
from services.events.evidence.operations.spreading import Begun, note_campaign

__all__ = ["Begun", "Counted", "End", "load_evidence", "note_asked", "note_campaign", "note_closed"]
