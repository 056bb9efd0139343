"""What happens to one registered party: it cancels, it becomes larger or smaller, it cannot be reached."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import case, delete, func, or_, update
from sqlalchemy.orm import Session

from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.programme.domain import check_ahead, check_version
from services.events.registrations import queries
from services.events.registrations.domain import (
    AlreadyCancelled,
    By,
    Cause,
    Links,
    PartyTooLarge,
    PlacesAreGone,
    RegistrationClosed,
    RegistrationIsCancelled,
    State,
    check_names,
    holds_places,
)
from services.events.registrations.models import Member, Registration
from services.events.registrations.operations.waiting_list import end, is_open, locked, serve, tell
from shared.audit import audit


def cancel(session: Session, links: Links, registration_id: UUID, by: By) -> None:
    """Cancel a registration; its places go to those who wait. Cancelling twice changes nothing.

    Raises NotFound, and DateIsOver where it is too late.
    """
    occurrence, registration = locked(session, registration_id)
    if registration.state == State.CANCELLED:
        return
    check_ahead(occurrence.ends_at, datetime.now(UTC))
    if by in (By.PARTICIPANT, By.REPLY):
        audit(session, registration_id, "party_left", registration_id)
    cause = Cause.OFFER_DECLINED if registration.state == State.OFFERED else Cause.CANCELLED
    end(session, links, occurrence, registration, by)
    serve(session, links, occurrence, cause)


def cancel_by_staff(session: Session, links: Links, person: Person, registration_id: UUID) -> UUID:
    """Cancel for a party that told the organiser; says for which occurrence.

    Raises NotFound for a foreign one, and DateIsOver.
    """
    occurrence_id = queries.occurrence_of(session, registration_id)
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    cancel(session, links, registration_id, By.ORGANISER)
    audit(session, person.id, "registration_cancelled", registration_id)
    return occurrence_id


def change_party_by_staff(
    session: Session,
    links: Links,
    person: Person,
    registration_id: UUID,
    version: int,
    *,
    party: int,
    names: tuple[str, ...] = (),
) -> None:
    """Change a party that told the organiser.

    Raises NotFound for a foreign one, RegistrationIsCancelled, and else as `change_party`.
    """
    entitle(person, queries.organisation_of(session, queries.occurrence_of(session, registration_id)), HELPERS)
    try:
        _change_party(session, links, registration_id, party=party, names=names, version=version)
    except AlreadyCancelled as error:
        raise RegistrationIsCancelled from error
    audit(session, person.id, "party_changed", registration_id)


def change_party(
    session: Session,
    links: Links,
    registration_id: UUID,
    *,
    party: int,
    names: tuple[str, ...] = (),
    version: int | None = None,
) -> None:
    """Change how many come, and who, for the party itself. Fewer free places for those who wait, more need free places.

    Raises NotFound, AlreadyCancelled, RegistrationClosed, PlacesAreGone, PartyTooLarge, NamesDoNotFit, and Stale if
    `version` is not the present one.
    """
    _change_party(session, links, registration_id, party=party, names=names, version=version)
    audit(session, registration_id, "party_resized", registration_id)


def _change_party(
    session: Session,
    links: Links,
    registration_id: UUID,
    *,
    party: int,
    names: tuple[str, ...],
    version: int | None,
) -> None:
    check_names(party, list(names))
    occurrence, registration = locked(session, registration_id)
    if version is not None:
        check_version(registration.version, version)
    if registration.state == State.CANCELLED:
        raise AlreadyCancelled
    if not is_open(occurrence):
        raise RegistrationClosed
    if party > occurrence.capacity:
        raise PartyTooLarge(capacity=occurrence.capacity)
    more = party - registration.party
    if holds_places(registration.state):
        free = occurrence.capacity - occurrence.taken
        if more > free:
            raise PlacesAreGone(free=free)
        occurrence.taken += more
    registration.party = party
    registration.version += 1
    _name(session, registration_id, names)
    told = registration.version
    if more < 0:
        serve(session, links, occurrence, Cause.SMALLER_PARTY)
    if registration.version == told:  # else it waited and was served just now, and has been told so
        tell(session, links, occurrence, registration)


def _name(session: Session, registration_id: UUID, names: tuple[str, ...]) -> None:
    session.execute(delete(Member).where(Member.registration_id == registration_id))
    numbered = enumerate(names, start=1)
    session.add_all(Member(registration_id=registration_id, number=number, name=name) for number, name in numbered)


def mark_unreached(session: Session, registration_id: UUID, state: str | None) -> None:
    """Let staff see that a message to the party `failed`, is `uncertain` or was `withdrawn`; None: it knows now.

    Nothing is noted where no address is kept any more. Raises NotFound.
    """
    kept = (Registration.id == registration_id, func.num_nonnulls(Registration.phone, Registration.email) > 0)
    seen = update(Registration).where(*kept).values(unreached=state).returning(Registration.id)
    if session.scalar(seen.execution_options(synchronize_session="fetch")) is None:
        queries.occurrence_of(session, registration_id)


def mark_wish(session: Session, registration_id: UUID, at: datetime, *, wanted: bool) -> None:
    """Keep whether the party is written to, as the owner of its address last said; an earlier wish changes nothing.

    What was not sent while they wanted nothing did not reach them, and still does not once they want to hear of us
    again. Raises NotFound.
    """
    known = update(Registration).where(Registration.id == registration_id)
    newer = or_(Registration.wish_at.is_(None), Registration.wish_at < at)
    withheld = case((Registration.unreached == "withdrawn", "failed"), else_=Registration.unreached)
    wish = {"stopped": not wanted, "wish_at": at} | ({"unreached": withheld} if wanted else {})
    if session.scalar(known.where(newer).values(wish).returning(Registration.id)) is None:
        queries.occurrence_of(session, registration_id)
