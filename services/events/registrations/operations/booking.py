"""Registering a party: the hot path, one statement.

`TAKE` counts the places or the waiting party in the occurrence's row, and by what that row then says writes the
registration, its members and the outbox row. Whoever comes at the same time waits for the row, and PostgreSQL decides
anew by what it holds after the wait: that is sure for an UPDATE of one table, which reads nothing else. Deciding in
a part of the statement that locks, and counting in another, once counted a place too many. So the UPDATE itself notes
in the row whether the party fitted. There is no recount; the row is held from here to the commit that follows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.programme.models import Occurrence
from services.events.registrations import queries
from services.events.registrations.domain import (
    Links,
    PartyTooLarge,
    RegistrationClosed,
    State,
    channel,
    check_names,
)
from shared.addresses import Phone
from shared.audit import audit
from shared.contracts.events import RegistrationConfirmed, RegistrationWaitlisted
from shared.contracts.parts import Contact
from shared.database import ring
from shared.errors import NotFound
from shared.links import digest
from shared.messaging import outbox

TAKE = text("""
    WITH occurrence AS (
        UPDATE occurrences
        SET turns = turns + 1,
            fitted = taken + :party <= capacity,
            taken = taken + CASE WHEN taken + :party <= capacity THEN :party ELSE 0 END,
            waiting = waiting + CASE WHEN taken + :party <= capacity THEN 0 ELSE 1 END
        WHERE id = :occurrence_id AND state = 'on' AND starts_at > now() AND :party <= capacity
        RETURNING id, event_id, turns AS turn, waiting AS position, fitted AS fits
    ), registered AS (
        INSERT INTO registrations (id, occurrence_id, turn, state, party, code, token_digest, channel, phone, email,
            language, any_hour, needs, note, booked_by)
        SELECT :id, id, turn, CASE WHEN fits THEN 'confirmed' ELSE 'waiting' END, :party, :code, :token_digest,
            :channel, :phone, :email, :language, :any_hour, CAST(:needs AS text[]), :note, CAST(:booked_by AS uuid)
        FROM occurrence
    ), named AS (
        INSERT INTO members (registration_id, number, name)
        SELECT :id, given.number, given.name
        FROM occurrence, unnest(CAST(:names AS text[])) WITH ORDINALITY AS given (name, number)
    ), told AS (
        INSERT INTO outbox (id, type, body)
        SELECT :message_id, CASE WHEN fits THEN :confirmed ELSE :waitlisted END,
            replace(
                replace(:body, :event_unknown,
                    '"event_id":"' || event_id || '"' || CASE WHEN fits THEN '' ELSE ',"position":' || position END),
                CASE WHEN fits THEN '' ELSE '"type":"' || :confirmed || '"' END,
                '"type":"' || :waitlisted || '"')
        FROM occurrence
    )
    SELECT event_id, fits, position FROM occurrence
""")
"""The message is written before the row is read, as a confirmation, so the statement puts in what only the row knows:
the event's id and, if the party waits, the type and the place on the list. Quotes in people's texts are escaped in
JSON, so nothing else can match."""


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What a party says of itself. `names` has one for each person or none; `needs` are codes of `domain.Need`.

    `served` are the countries whose numbers get SMS from here; any other number is good for a call, as a landline is.
    """

    party: int
    language: str
    served: Collection[str]
    names: tuple[str, ...] = ()
    phone: Phone | None = None
    email: str | None = None
    prefers: str = "sms"
    any_hour: bool = False
    needs: tuple[str, ...] = ()
    note: str = ""

    def contact(self) -> Contact:
        """How others may reach the party."""
        gets_sms = self.phone is not None and self.phone.gets_sms and self.phone.country in self.served
        return Contact(
            channel=channel(gets_sms=gets_sms, gets_email=self.email is not None, prefers=self.prefers),
            phone=self.phone.e164 if self.phone else None,
            email=self.email,
            language=self.language,
            any_hour=self.any_hour,
        )


def register(
    session: Session,
    links: Links,
    occurrence_id: UUID,
    booking: Booking,
    booked_by: UUID | None = None,
    *,
    moved_from: UUID | None = None,
) -> dict[str, Any]:
    """Register a party: it gets all its places, or waits. `moved_from` is the occurrence it had places at until now.

    Raises NotFound, RegistrationClosed, PartyTooLarge and NamesDoNotFit.
    """
    check_names(booking.party, list(booking.names))
    id_ = uuid7()
    told = RegistrationConfirmed(
        registration_id=id_,
        event_id=id_,  # stands in for the event's, which the statement finds
        occurrence_id=occurrence_id,
        party=booking.party,
        code=links.code(id_),
        link=links.address(id_),
        contact=booking.contact(),
        moved_from=moved_from,
    )
    facts = {"token_digest": digest(links.token(id_)), "booked_by": booked_by}
    row = session.execute(TAKE, facts | _parameters(told, booking)).one_or_none()
    if row is None:
        raise _refusal(session, occurrence_id, booking.party)
    ring(session, "outbox")
    return {
        "id": id_,
        "occurrence_id": occurrence_id,
        "event_id": row.event_id,
        "state": State.CONFIRMED if row.fits else State.WAITING,
        "party": booking.party,
        "code": told.code,
        "link": told.link,
        "position": None if row.fits else row.position,
        "version": 1,
    }


def _parameters(told: RegistrationConfirmed, booking: Booking) -> dict[str, Any]:
    """What `TAKE` writes: the party's own words, and the message as it is if the party gets its places."""
    message = outbox.row("events", told, subject=told.registration_id, version=1)
    return vars(told.contact) | {
        "id": told.registration_id,
        "occurrence_id": told.occurrence_id,
        "party": told.party,
        "code": told.code,
        "needs": list(booking.needs),
        "note": booking.note,
        "names": list(booking.names),
        "message_id": message["id"],
        "body": message["body"],
        "event_unknown": f'"event_id":"{told.event_id}"',
        "confirmed": RegistrationConfirmed.type,
        "waitlisted": RegistrationWaitlisted.type,
    }


def _refusal(session: Session, occurrence_id: UUID, party: int) -> Exception:
    """Why the statement found nothing to take from."""
    found = session.execute(select(Occurrence.state, Occurrence.capacity).where(Occurrence.id == occurrence_id)).first()
    if found is None or found.state == "draft":
        return NotFound()
    if party > found.capacity and found.state == "on":
        return PartyTooLarge(capacity=found.capacity)
    return RegistrationClosed()


def book(session: Session, links: Links, person: Person, occurrence_id: UUID, booking: Booking) -> dict[str, Any]:
    """Register a party for whom staff speak. Raises NotFound for a foreign organisation's, and as `register`."""
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    made = register(session, links, occurrence_id, booking, booked_by=person.id)
    audit(session, person.id, "party_booked", made["id"])
    return made
