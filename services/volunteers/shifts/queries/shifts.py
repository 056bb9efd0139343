"""The shifts as somebody sees them: what is open, and whether they could take a place. One statement for each list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, and_, any_, bindparam, func, select, true, tuple_
from sqlalchemy.orm import Session

from services.volunteers.people.domain import AgeBand
from services.volunteers.people.models import Commitment, Volunteer
from services.volunteers.people.queries import contact_of
from services.volunteers.shifts import models
from services.volunteers.shifts.domain import OPEN, Candidate, Shift, why_not
from services.volunteers.shifts.models import Event, SignUp
from shared.contracts.parts import Contact, Venue
from shared.errors import DomainError, NotFound, Unauthenticated

COLUMNS = (
    *(models.Shift.id, models.Shift.version, models.Shift.state, models.Shift.event_id, models.Shift.occurrence_id),
    *(Event.organisation_id, Event.organisation, models.Shift.title, Event.title.label("event_title")),
    *(models.Shift.places, models.Shift.taken, models.Shift.languages, models.Shift.skills),
    *(models.Shift.starts_at, models.Shift.ends_at, models.Shift.zone, models.Shift.venue),
    models.Shift.at_screen,
)
_BUSY = (
    select(true())
    .where(
        Commitment.volunteer_no == Volunteer.no,
        Commitment.during.overlaps(func.tstzrange(models.Shift.starts_at, models.Shift.ends_at)),
    )
    .correlate(models.Shift, Volunteer)
    .exists()
)
_ASKER = and_(Volunteer.id == bindparam("volunteer_id", type_=Uuid), Volunteer.state == "active")
_MINE = and_(SignUp.shift_id == models.Shift.id, SignUp.volunteer_id == Volunteer.id, SignUp.state == "confirmed")
SEEN = (
    select(
        *COLUMNS,
        *(Volunteer.no, Volunteer.languages.label("speaks"), Volunteer.skills.label("can"), Volunteer.age_band),
        *(SignUp.id.label("sign_up_id"), _BUSY.label("busy")),
    )
    .select_from(models.Shift)
    .join(Event, Event.id == models.Shift.event_id)
    .outerjoin(Volunteer, _ASKER)
    .outerjoin(SignUp, _MINE)
)
"""Shifts with what is needed of the asker, if there is one, to say whether they could take a place."""
ONE = SEEN.where(models.Shift.id == bindparam("shift_id", type_=Uuid))
ASKED = ONE.add_columns(Volunteer.phone, Volunteer.email, Volunteer.prefers, Volunteer.language, Volunteer.any_hour)

Place = tuple[datetime, UUID]
"""Where a page ends: start and id of its last item."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift in the eyes of somebody: their sign-up in it, and why they cannot take a place (None if they can)."""

    shift: Shift
    sign_up_id: UUID | None
    reason: DomainError | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A shift in the eyes of a volunteer who wants a place in it, and all that is needed to give them one."""

    seen: Seen
    volunteer_no: int
    contact: Contact


def shift(session: Session, shift_id: UUID, volunteer_id: UUID | None = None) -> Seen:
    """One shift, also if it is cancelled or over. Raises NotFound."""
    row = session.execute(ONE, {"shift_id": shift_id, "volunteer_id": volunteer_id}).one_or_none()
    if row is None:
        raise NotFound
    return _seen(row, datetime.now(UTC))


def asked_shift(session: Session, shift_id: UUID, volunteer_id: UUID) -> Asked:
    """One shift with the volunteer who asks for a place, by one statement: this is the hot path.

    Raises NotFound for an unknown shift and Unauthenticated for a volunteer who has left.
    """
    row = session.execute(ASKED, {"shift_id": shift_id, "volunteer_id": volunteer_id}).one_or_none()
    if row is None:
        raise NotFound
    if row.no is None:
        raise Unauthenticated
    return Asked(_seen(row, datetime.now(UTC)), row.no, contact_of(row))


def open_shifts(
    session: Session,
    volunteer_id: UUID | None = None,
    *,
    limit: int,
    after: Sequence[str] | None = None,
    language: str | None = None,
    fits_me: bool = False,
) -> tuple[list[Seen], Place | None]:
    """The shifts to come, soonest first, and the place after which the next page begins.

    `language` keeps those that ask for it; `fits_me` those in which the asker could take a place now. The statement
    only narrows for that: the rule itself has the last word, so a page may be shorter than `limit`.
    """
    now = datetime.now(UTC)
    wanted: list[ColumnElement[bool]] = [models.Shift.state == OPEN, models.Shift.starts_at > now]
    if language:
        wanted.append(any_(models.Shift.languages) == language)
    if fits_me and volunteer_id:
        wanted.append(models.Shift.taken < models.Shift.places)
        wanted.append(models.Shift.languages.contained_by(Volunteer.languages))
        wanted.append(models.Shift.skills.contained_by(Volunteer.skills))
    found, place = _page(session, SEEN.where(*wanted), volunteer_id, now, limit=limit, after=after)
    return [seen for seen in found if not (fits_me and seen.reason)], place


def shifts_of_event(
    session: Session, event_id: UUID, organisations: Collection[UUID], *, limit: int, after: Sequence[str] | None = None
) -> tuple[list[Seen], Place | None]:
    """All shifts of an event, whatever their state, and where the next page begins.

    Raises NotFound unless the event belongs to one of the organisations.
    """
    own = select(Event.id).where(Event.id == event_id, Event.organisation_id.in_(organisations))
    if session.scalar(own) is None:
        raise NotFound
    theirs = SEEN.where(models.Shift.event_id == event_id)
    return _page(session, theirs, None, datetime.now(UTC), limit=limit, after=after)


def _page(
    session: Session,
    shifts: Select[Any],
    volunteer_id: UUID | None,
    now: datetime,
    *,
    limit: int,
    after: Sequence[str] | None,
) -> tuple[list[Seen], Place | None]:
    if after:
        place = tuple_(models.Shift.starts_at, models.Shift.id)
        shifts = shifts.where(place > (datetime.fromisoformat(after[0]), UUID(after[1])))
    page = shifts.order_by(models.Shift.starts_at, models.Shift.id).limit(limit + 1)
    seen = [_seen(row, now) for row in session.execute(page, {"volunteer_id": volunteer_id})]
    last = seen[limit - 1].shift if len(seen) > limit else None
    return seen[:limit], (last.starts_at, last.id) if last else None


def _seen(row: Row[Any], now: datetime) -> Seen:
    shift, candidate = as_shift(row), None
    if row.no is not None:
        candidate = Candidate(
            languages=frozenset(row.speaks),
            skills=frozenset(row.can),
            age_band=AgeBand(row.age_band),
            signed_up=row.sign_up_id is not None,
            busy=row.busy,
        )
    return Seen(shift, row.sign_up_id, why_not(shift, candidate, now))


def as_shift(row: Row[Any]) -> Shift:
    """The shift in a row that has COLUMNS."""
    facts = {field.name: getattr(row, field.name) for field in fields(Shift)}
    venue = Venue(**row.venue | {"access": tuple(row.venue["access"])})
    return Shift(**facts | {"languages": tuple(row.languages), "skills": tuple(row.skills), "venue": venue})
