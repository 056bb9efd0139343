"""Who is coming: a volunteer's own sign-ups, and the people of a shift as staff see them. One statement each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session, aliased

from services.volunteers.people.models import Commitment, Volunteer
from services.volunteers.shifts import models
from services.volunteers.shifts.domain import SIGN_UP, Shift
from services.volunteers.shifts.models import Event, SignUp
from services.volunteers.shifts.queries.shifts import COLUMNS, Place, as_shift
from shared.contracts.parts import Thing
from shared.errors import NotFound
from shared.languages import text_for
from shared.messaging.erasing import MOST, thing

_CALENDAR = and_(Commitment.kind == SIGN_UP, Commitment.subject_id == SignUp.id)
_CLASH = func.coalesce(Commitment.clash, False).label("clash")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSignUp:
    """A volunteer's sign-up with its shift. `clash`: the shift was moved onto another promise of the same person."""

    id: UUID
    version: int
    state: str
    signed_up_at: datetime
    cancelled_by: str | None
    clash: bool
    shift: Shift


_OWN = (
    select(
        *(SignUp.id.label("sign_up_id"), SignUp.version.label("sign_up_version"), SignUp.state.label("sign_up_state")),
        *(SignUp.signed_up_at, SignUp.cancelled_by, _CLASH, *COLUMNS),
    )
    .join(models.Shift, models.Shift.id == SignUp.shift_id)
    .join(Event, Event.id == models.Shift.event_id)
    .outerjoin(Commitment, _CALENDAR)
)


def own_sign_ups(
    session: Session, volunteer_id: UUID, *, limit: int, after: Sequence[str] | None = None
) -> tuple[list[OwnSignUp], Place | None]:
    """The sign-ups of a volunteer, the latest shift first, and the place after which the next page begins."""
    order = (models.Shift.starts_at.desc(), SignUp.id.desc())
    mine = _OWN.where(SignUp.volunteer_id == volunteer_id).order_by(*order)
    if after:
        place = tuple_(models.Shift.starts_at, SignUp.id)
        mine = mine.where(place < (datetime.fromisoformat(after[0]), UUID(after[1])))
    return _page(session, mine, limit)


def coming_up(
    session: Session, volunteer_id: UUID, now: datetime, *, limit: int, after: Sequence[str] | None = None
) -> tuple[list[OwnSignUp], Place | None]:
    """What a volunteer has promised that is not over at `now`, the next shift first; and where the next page begins."""
    ahead = (SignUp.volunteer_id == volunteer_id, SignUp.state == "confirmed", models.Shift.ends_at > now)
    mine = _OWN.where(*ahead).order_by(models.Shift.starts_at, SignUp.id)
    if after:
        place = tuple_(models.Shift.starts_at, SignUp.id)
        mine = mine.where(place > (datetime.fromisoformat(after[0]), UUID(after[1])))
    return _page(session, mine, limit)


def overlapping(session: Session, volunteer_id: UUID) -> dict[UUID, list[Shift]]:
    """Of a volunteer's sign-ups those that overlap others since a shift was moved, with the shifts of these others."""
    other, taken = aliased(Commitment), aliased(SignUp)
    both = (
        select(Commitment.subject_id.label("of"), *COLUMNS)
        .join(Volunteer, and_(Volunteer.no == Commitment.volunteer_no, Volunteer.id == volunteer_id))
        .join(other, and_(other.volunteer_no == Commitment.volunteer_no, other.during.overlaps(Commitment.during)))
        .join(taken, and_(other.kind == SIGN_UP, taken.id == other.subject_id))
        .join(models.Shift, models.Shift.id == taken.shift_id)
        .join(Event, Event.id == models.Shift.event_id)
        .where(Commitment.kind == SIGN_UP, Commitment.subject_id != other.subject_id)
        .where(or_(Commitment.clash, other.clash))
        .order_by(models.Shift.starts_at, models.Shift.id)
    )
    found: defaultdict[UUID, list[Shift]] = defaultdict(list)
    for row in session.execute(both):
        found[row.of].append(as_shift(row))
    return found


def _page(session: Session, mine: Select[Any], limit: int) -> tuple[list[OwnSignUp], Place | None]:
    found = [
        OwnSignUp(
            id=row.sign_up_id,
            version=row.sign_up_version,
            state=row.sign_up_state,
            signed_up_at=row.signed_up_at,
            cancelled_by=row.cancelled_by,
            clash=row.clash,
            shift=as_shift(row),
        )
        for row in session.execute(mine.limit(limit + 1))
    ]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], (last.shift.starts_at, last.id) if last else None


def people_of_shift(
    session: Session, shift_id: UUID, organisations: Collection[UUID], *, limit: int, after: Sequence[str] | None = None
) -> tuple[Sequence[RowMapping], Place | None]:
    """Who comes to a shift and how to reach them, in the order in which they signed up; and where the next page begins.

    Raises NotFound unless the shift belongs to one of the organisations.
    """
    own = (models.Shift.id == shift_id, Event.organisation_id.in_(organisations))
    if session.scalar(select(models.Shift.id).join(Event, Event.id == models.Shift.event_id).where(*own)) is None:
        raise NotFound
    people = (
        select(
            *(SignUp.id, SignUp.state, SignUp.signed_up_at, SignUp.unreached, SignUp.volunteer_id, _CLASH),
            *(Volunteer.name, Volunteer.phone, Volunteer.email, Volunteer.language, Volunteer.languages),
        )
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Commitment, _CALENDAR)
        .where(SignUp.shift_id == shift_id, SignUp.state == "confirmed")
        .order_by(SignUp.signed_up_at, SignUp.id)
        .limit(limit + 1)
    )
    if after:
        place = tuple_(SignUp.signed_up_at, SignUp.id)
        people = people.where(place > (datetime.fromisoformat(after[0]), UUID(after[1])))
    found = session.execute(people).mappings().all()
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], (last["signed_up_at"], last["id"]) if last else None


def shift_of(session: Session, sign_up_id: UUID, volunteer_id: UUID) -> UUID | None:
    """The shift of a volunteer's own sign-up, whatever its state."""
    own = (SignUp.id == sign_up_id, SignUp.volunteer_id == volunteer_id)
    return session.scalar(select(SignUp.shift_id).where(*own))


def who_was_taken_out(session: Session, shift_id: UUID, sign_up_id: UUID) -> str | None:
    """The name of somebody who had a place in this shift and has it no more."""
    gone = (SignUp.id == sign_up_id, SignUp.shift_id == shift_id, SignUp.state == "cancelled")
    return session.scalar(select(Volunteer.name).join(SignUp, SignUp.volunteer_id == Volunteer.id).where(*gone))


def sign_ups_held(session: Session, volunteer_id: UUID, language: str) -> list[Thing]:
    """What shifts keep of a volunteer, for themselves, the newest first."""
    found = (
        select(SignUp, models.Shift.title, models.Shift.starts_at, Event.title)
        .join(models.Shift, models.Shift.id == SignUp.shift_id)
        .join(Event, Event.id == models.Shift.event_id)
        .where(SignUp.volunteer_id == volunteer_id)
        .order_by(SignUp.id.desc())
        .limit(MOST)
    )
    return [
        thing(
            "sign_up",
            event=text_for(event, language)[0],
            work=text_for(title, language)[0],
            starts_at=starts_at,
            state=one.state,
            made_at=one.signed_up_at,
        )
        for one, title, starts_at, event in session.execute(found)
    ]
