"""What other services tell was done about a date, noted for the history of its event."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.organisations.operations import note_heard
from services.events.programme.models import Occurrence, PlannedShift


def note_about_date(session: Session, occurrence_id: UUID, staff_id: UUID, what: str, at: datetime) -> None:
    """Note what a staff member did about a date of ours, `at` that moment (with its zone)."""
    if session.scalar(select(Occurrence.id).where(Occurrence.id == occurrence_id)) is not None:
        note_heard(session, staff_id, what, occurrence_id, at)


def note_about_shift(
    session: Session, shift_id: UUID, what: str, at: datetime, *, staff_id: UUID | None = None
) -> None:
    """Note what was done with a shift that we planned, `at` that moment (with its zone).

    A volunteer is not named, not even by an id: then the shift stands for whoever it was.
    """
    if session.scalar(select(PlannedShift.id).where(PlannedShift.id == shift_id)) is not None:
        note_heard(session, staff_id or shift_id, what, shift_id, at)
