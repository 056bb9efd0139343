"""Questions about one party, and about the parties of a date."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.events.organisations.models import Organisation
from services.events.programme.domain import Entry, Status
from services.events.programme.domain import calendar as write_calendar
from services.events.programme.models import Event, Occurrence, Venue
from services.events.registrations.domain import By, Links, State, code_as_typed, is_meant, most_that_fit
from services.events.registrations.models import Member, Registration
from shared.errors import NotFound
from shared.languages import LANGUAGES, text_for
from shared.links import digest

NAMES = (
    select(func.coalesce(func.json_agg(aggregate_order_by(Member.name, Member.number)), func.json_build_array()))
    .where(Member.registration_id == Registration.id)
    .correlate(Registration)
    .scalar_subquery()
    .label("names")
)
UNREACHED = case((Registration.stopped, "withdrawn"), else_=Registration.unreached).label("unreached")
"""Why a message of ours does not reach them, or did not; `withdrawn`: they asked us not to write."""
PERSONAL = (
    *(Registration.id, Registration.turn, Registration.state, Registration.party, NAMES, Registration.code),
    *(Registration.channel, Registration.phone, Registration.email, Registration.language, Registration.any_hour),
    *(Registration.needs, Registration.note, Registration.booked_by, Registration.version, Registration.created_at),
    *(Registration.offer_expires_at, Registration.cancelled_by, UNREACHED),
)

CONCERNED = or_(Registration.state != State.CANCELLED, Registration.cancelled_by == By.EVENT)
"""Who comes, waits, or was to come until the date was called off."""
TO_CALL = (CONCERNED, or_(Registration.channel == "none", UNREACHED.is_not(None)))
"""Whom our messages do not reach: no address that we can write to, or the last message did not arrive for certain."""


def has_code(wanted: str) -> ColumnElement[bool]:
    """Whether it is the code of a party that was typed, so that staff see of one that has cancelled that it has."""
    return Registration.code == code_as_typed(wanted)


def occurrence_of(session: Session, registration_id: UUID) -> UUID:
    """Which occurrence a party is registered for, which never changes. Raises NotFound."""
    return _found(session.scalar(select(Registration.occurrence_id).where(Registration.id == registration_id)))


def organisation_of(session: Session, occurrence_id: UUID) -> UUID:
    """Whose occurrence it is, which never changes. Raises NotFound."""
    owner = select(Event.organisation_id).join(Occurrence, Occurrence.event_id == Event.id)
    return _found(session.scalar(owner.where(Occurrence.id == occurrence_id)))


def organisations_of(session: Session, occurrence_ids: Collection[UUID]) -> set[UUID]:
    """Whose these occurrences are."""
    owners = select(Event.organisation_id).join(Occurrence, Occurrence.event_id == Event.id)
    return set(session.scalars(owners.where(Occurrence.id.in_(occurrence_ids)).distinct()))


def id_by_token(session: Session, token: str) -> UUID:
    """The registration a link leads to. Raises NotFound for a link that we did not give out."""
    return _found(session.scalar(select(Registration.id).where(Registration.token_digest == digest(token))))


def id_by_code(session: Session, code: str, contact: str) -> UUID:
    """The registration with this code (as `domain.code_as_typed` reads it) and this phone (E.164) or e-mail.

    Nobody remembers in which case they once typed their e-mail address, so that does not matter. Raises NotFound.
    """
    theirs = or_(Registration.phone == contact, func.lower(Registration.email) == contact.lower())
    wanted = select(Registration.id).where(Registration.code == code, theirs)
    return _found(session.scalar(wanted.order_by(Registration.created_at.desc()).limit(1)))


def is_registered(session: Session, occurrence_id: UUID, token: str, *, phone: str | None, email: str | None) -> bool:
    """Whether a link leads to a registration that comes or waits there, and that has this phone or this e-mail."""
    given = [(Registration.phone, phone), (Registration.email, email)]
    theirs = or_(false(), *(column == address for column, address in given if address))
    return session.scalar(_still_there(occurrence_id, token).where(theirs)) is not None


def is_made(session: Session, occurrence_id: UUID, token: str) -> bool:
    """Whether a link leads to a registration that comes or waits there, whosever it is."""
    return session.scalar(_still_there(occurrence_id, token)) is not None


def _still_there(occurrence_id: UUID, token: str) -> Select[UUID]:
    here = (Registration.occurrence_id == occurrence_id, Registration.state != State.CANCELLED)
    return select(Registration.id).where(Registration.token_digest == digest(token), *here)


def _found(id_: UUID | None) -> UUID:
    if id_ is None:
        raise NotFound
    return id_


def language_of(session: Session, registration_id: UUID) -> str:
    """The language in which a party is written to. Raises NotFound."""
    language = session.scalar(select(Registration.language).where(Registration.id == registration_id))
    if language is None:
        raise NotFound
    return language


def registration(session: Session, links: Links, registration_id: UUID) -> dict[str, Any]:
    """A registration as its party sees it, with what it is for. Raises NotFound.

    `is_open`: something can still be had; `is_over`: the date has been; `lapsed`: it was not said yes to in time;
    `fits`: how many the party can be now.
    """
    row = (
        session.execute(
            select(
                *PERSONAL,
                *(Registration.occurrence_id, Event.id.label("event_id"), Event.title, Event.kind, Event.reason),
                *(Organisation.name.label("organisation"), Occurrence.starts_at, Occurrence.ends_at, Occurrence.zone),
                *(Occurrence.capacity, Occurrence.taken, Event.offer_hours),
                *(Occurrence.version.label("told"), Occurrence.state.label("occurrence_state")),
                *(Venue.name.label("venue"), Venue.address, Venue.municipality, Venue.access, NOW),
            )
            .join(Occurrence, Occurrence.id == Registration.occurrence_id)
            .join(Event, Event.id == Occurrence.event_id)
            .join(Organisation, Organisation.id == Event.organisation_id)
            .join(Venue, Venue.id == Occurrence.venue_id)
            .where(Registration.id == registration_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound
    waits, on = row["state"] == State.WAITING, row["occurrence_state"] == "on"
    ran_out = row["state"] == State.OFFERED and row["offer_expires_at"] <= row["now"]
    return dict(row) | {
        "link": links.address(registration_id),
        "position": position(session, row["occurrence_id"], row["turn"]) if waits else None,
        "fits": most_that_fit(row["state"], row["party"], capacity=row["capacity"], taken=row["taken"]),
        "is_open": on and row["starts_at"] > row["now"],
        "is_over": on and row["ends_at"] <= row["now"],
        "lapsed": ran_out or row["cancelled_by"] == By.EXPIRY,
        "venue": {name: row[name] for name in ("address", "municipality", "access")} | {"name": row["venue"]},
    }


NOW = func.now().label("now")


def calendar(session: Session, links: Links, registration_id: UUID) -> bytes:
    """The date of a registration as a calendar file in the party's language. Raises NotFound."""
    found = registration(session, links, registration_id)
    title = text_for(found["title"], found["language"])[0]
    entry = Entry(
        uid=f"{registration_id}@talka",
        sequence=found["told"] + (found["state"] == State.CANCELLED),  # as in the mails, which have the same UID
        status=_status(found["state"], found["occurrence_state"]),
        stamp=found["created_at"],
        starts_at=found["starts_at"],
        ends_at=found["ends_at"],
        summary=title,
        description=found["code"],
        location=f"{found['venue']['name']}, {found['venue']['address']}",
        url=found["link"],
    )
    return write_calendar(title, [entry])


def _status(state: str, occurrence_state: str) -> Status:
    """A party without certain places only may have to be there."""
    if State.CANCELLED in (state, occurrence_state):
        return Status.CANCELLED
    return Status.CONFIRMED if state == State.CONFIRMED else Status.TENTATIVE


def position(session: Session, occurrence_id: UUID, turn: int) -> int:
    """The place of a waiting party in the order, from 1."""
    before = select(func.count()).where(
        Registration.occurrence_id == occurrence_id, Registration.state == State.WAITING, Registration.turn < turn
    )
    return session.scalars(before).one() + 1


def participants(
    session: Session, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The parties that hold places, in the order they registered; and after which turn the next page begins.

    Parties that the calling off of the date cancelled stay among them, so that staff know whom to call.
    """
    holding = Registration.state.in_((State.CONFIRMED, State.OFFERED))
    wanted = select(*PERSONAL).where(
        Registration.occurrence_id == occurrence_id,
        or_(holding, Registration.cancelled_by == By.EVENT),
        Registration.turn > (int(after[0]) if after else 0),
    )
    return _page(session, wanted, limit)


def parties_to_call(
    session: Session, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The parties whom our messages do not reach, in the order they registered; and after which turn to go on."""
    here = (Registration.occurrence_id == occurrence_id, Registration.turn > (int(after[0]) if after else 0))
    return _page(session, select(*PERSONAL).where(*here, *TO_CALL), limit)


def calls(session: Session, event_id: UUID) -> dict[UUID, int]:
    """How many parties must be called, by occurrence; none is not named."""
    wanted = select(Registration.occurrence_id, func.count().label("parties")).join(Occurrence)
    here = wanted.where(Occurrence.event_id == event_id, *TO_CALL).group_by(Registration.occurrence_id)
    return {row.occurrence_id: row.parties for row in session.execute(here)}


def reach(session: Session, occurrence_ids: Collection[UUID]) -> dict[str, Any]:
    """How many parties of these dates come and wait, by language, how many get an SMS or e-mail, and whom to call.

    `sms` and `email` count parties that are written to by it, and not the parts of a long SMS.
    """
    written = UNREACHED.is_distinct_from("withdrawn")
    wanted = (
        select(
            Registration.language,
            func.count().filter(Registration.state != State.WAITING).label("comes"),
            func.count().filter(Registration.state == State.WAITING).label("waits"),
            func.count().filter(Registration.channel == "sms", written).label("sms"),
            func.count().filter(Registration.channel == "email", written).label("email"),
            func.count().filter(TO_CALL[1]).label("calls"),
        )
        .where(Registration.occurrence_id.in_(occurrence_ids), Registration.state != State.CANCELLED)
        .group_by(Registration.language)
    )
    rows = sorted(session.execute(wanted).mappings(), key=lambda row: LANGUAGES.index(row["language"]))
    sums = {name: sum(row[name] for row in rows) for name in ("sms", "email", "calls")}
    return {"languages": [{name: row[name] for name in ("language", "comes", "waits")} for row in rows], **sums}


def _page(session: Session, wanted: Any, limit: int) -> tuple[list[dict[str, Any]], str | None]:
    rows = session.execute(wanted.order_by(Registration.turn).limit(limit + 1)).mappings()
    found = [dict(row) for row in rows]
    return found[:limit], str(found[limit - 1]["turn"]) if len(found) > limit else None


def parties_meant(session: Session, occurrence_id: UUID, wanted: str, *, limit: int) -> list[dict[str, Any]]:
    """The parties that come, wait or were to come, and that are meant by what was typed (see `domain.is_meant`).

    One that has cancelled is found by its code alone.
    """
    here = (Registration.occurrence_id == occurrence_id, or_(CONCERNED, has_code(wanted)))
    rows = session.execute(select(Registration.id, NAMES, Registration.code, Registration.phone).where(*here))
    ids = [row.id for row in rows if is_meant(wanted, names=row.names, code=row.code, phone=row.phone)][:limit]
    found = session.execute(select(*PERSONAL).where(Registration.id.in_(ids)).order_by(Registration.turn))
    return [dict(row) for row in found.mappings()]
