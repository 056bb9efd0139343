"""Shifts follow the events they were planned with: opened, moved and cancelled as the last news of the event says.

Locks: the event's row, then its shifts by id, then the persons concerned by number. A sign-up holds one shift and never
waits for another, so it either comes before a move and moves along, or after it and sees the new time.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.volunteers.people.operations.calendar import rearrange
from services.volunteers.shifts.domain import OPEN, SCREEN_SKILL, SIGN_UP, TOLD
from services.volunteers.shifts.models import Event, Shift, SignUp
from services.volunteers.shifts.queries.shifts import shift as seen_shift
from shared.contracts.events import EventFacts
from shared.contracts.parts import Occurrence, PlannedShift
from shared.contracts.volunteers import ShiftCancelled, ShiftChanged
from shared.messaging import outbox


def follow_event(session: Session, event: EventFacts, version: int) -> None:
    """Bring the event's shifts to what it plans now; news that is old or was heard before changes nothing.

    Sign-ups stay with a shift that changes. A shift that is planned no more is cancelled, unless it is over; at a date
    that was over when its event was called off it stays, so that who tidies up is not sent home.
    """
    if not _is_new(session, event, version):
        return
    planned, now = _planned(event), datetime.now(UTC)
    locked = select(Shift).where(Shift.event_id == event.event_id).order_by(Shift.id).with_for_update(key_share=True)
    rows = {row.id: row for row in session.scalars(locked)}
    session.add_all(Shift(**facts) for shift_id, facts in planned.items() if shift_id not in rows)
    off = {row.id for row in rows.values() if row.id not in planned and row.state == OPEN and row.ends_at > now}
    moved = {row.id for row in rows.values() if row.id in planned and _change(row, planned[row.id])}
    gone, coming = _active(session, off), _active(session, moved)
    _cancel(session, off)
    times = {mine: (rows[shift_id].starts_at, rows[shift_id].ends_at) for mine, shift_id in coming.items()}
    clashes = rearrange(session, SIGN_UP, gone=gone, moved=times)
    _tell(session, off, {shift_id: [clash for clash in clashes if coming[clash] == shift_id] for shift_id in moved})


def _is_new(session: Session, event: EventFacts, version: int) -> bool:
    """Store what the event says of itself, and lock it; False if as new or newer was heard before."""
    facts = {
        "version": version,
        "organisation_id": event.organisation_id,
        "organisation": event.organisation,
        "title": event.title,
    }
    heard = insert(Event).values(id=event.event_id, **facts)
    newer = heard.on_conflict_do_update(index_elements=[Event.id], set_=facts, where=Event.version < version)
    return session.scalar(newer.returning(Event.id)) is not None


def _planned(event: EventFacts) -> dict[UUID, dict[str, Any]]:
    """Shift -> its columns, for all that is wanted at the occurrences that take place."""
    return {
        shift.shift_id: _columns(event.event_id, occurrence, shift)
        for occurrence in event.occurrences
        if occurrence.state == "on"
        for shift in occurrence.shifts
    }


def _columns(event_id: UUID, occurrence: Occurrence, shift: PlannedShift) -> dict[str, Any]:
    """What the publisher does not say of a shift stays as it is. One that asks for the skill is at the screen too."""
    venue, at_screen = occurrence.venue, SCREEN_SKILL in shift.skills or shift.at_screen
    return ({} if at_screen is None else {"at_screen": at_screen}) | {
        "id": shift.shift_id,
        "state": OPEN,
        "event_id": event_id,
        "occurrence_id": occurrence.occurrence_id,
        "title": shift.title,
        "places": shift.places,
        "languages": list(shift.languages),
        "skills": list(shift.skills),
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "zone": occurrence.zone,
        "venue": {"name": venue.name, "address": venue.address, "access": list(venue.access)},
    }


def _change(row: Shift, facts: dict[str, Any]) -> bool:
    """Take over what is planned now; True if those who come have to hear of it. One that opens again has nobody yet."""
    was_open = row.state == OPEN
    differs = any(getattr(row, name) != facts[name] for name in ("state", *TOLD))
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += differs
    return was_open and differs


def _active(session: Session, shifts: Collection[UUID]) -> dict[UUID, UUID]:
    """Sign-up -> shift, for all who come to these shifts."""
    active = select(SignUp.id, SignUp.shift_id).where(SignUp.shift_id.in_(shifts), SignUp.state == "confirmed")
    return {row.id: row.shift_id for row in session.execute(active)}


def _cancel(session: Session, shifts: Collection[UUID]) -> None:
    active = (SignUp.shift_id.in_(shifts), SignUp.state == "confirmed")
    by_shift = {"state": "cancelled", "cancelled_by": "shift", "cancelled_at": datetime.now(UTC)}
    session.execute(update(SignUp).where(*active).values(**by_shift, version=SignUp.version + 1))
    cancelled = {"state": "cancelled", "taken": 0, "version": Shift.version + 1}
    session.execute(update(Shift).where(Shift.id.in_(shifts)).values(**cancelled))


def _tell(session: Session, off: Collection[UUID], moved: Mapping[UUID, Collection[UUID]]) -> None:
    session.flush()
    for shift_id in sorted(off):
        shift = seen_shift(session, shift_id).shift
        outbox.publish(session, ShiftCancelled(shift=shift.facts()), subject=shift_id, version=shift.version)
    for shift_id, clashes in sorted(moved.items()):
        shift = seen_shift(session, shift_id).shift
        changed = ShiftChanged(shift=shift.facts(), clashes=tuple(sorted(clashes)))
        outbox.publish(session, changed, subject=shift_id, version=shift.version)
