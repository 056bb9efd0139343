"""What the events service has written down, read with plain SQL."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.contracts import REGISTRY
from shared.contracts.envelope import Message, decode


def told(session: Session, about: str = "events.registration.") -> list[Any]:
    """The messages in the outbox whose type begins so, oldest first."""
    wanted = text("SELECT body FROM outbox WHERE starts_with(type, :about) ORDER BY seq")
    envelopes = [decode(body) for body in session.scalars(wanted, {"about": about})]
    return [REGISTRY[envelope.type].load(envelope.data) for envelope in envelopes]


def kinds(session: Session, about: str = "events.registration.") -> list[type[Message]]:
    """The classes of these messages."""
    return [type(message) for message in told(session, about)]


def counted(session: Session, occurrence_id: UUID) -> tuple[int, int, int]:
    """The occurrence's taken places, waiting parties and turns."""
    session.flush()
    wanted = text("SELECT taken, waiting, turns FROM occurrences WHERE id = :id")
    taken, waiting, turns = session.execute(wanted, {"id": occurrence_id}).one()
    return taken, waiting, turns


def states(session: Session) -> list[str]:
    """The states of all registrations, in the order they were made."""
    session.flush()
    return list(session.scalars(text("SELECT state FROM registrations ORDER BY occurrence_id, turn")))


def audited(session: Session) -> list[str]:
    """What staff did, oldest first."""
    return list(session.scalars(text("SELECT what FROM audit ORDER BY at, id")))


def broken_promises(session: Session) -> list[Any]:
    """Occurrences whose counters differ from their registrations, or that gave away more than they have. None, ever."""
    session.flush()
    return list(
        session.execute(
            text("""
            SELECT o.id, o.taken, o.waiting, held.places, held.parties FROM occurrences AS o
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(r.party) FILTER (WHERE r.state IN ('confirmed', 'offered')), 0) AS places,
                    count(*) FILTER (WHERE r.state = 'waiting') AS parties
                FROM registrations AS r WHERE r.occurrence_id = o.id) AS held
            WHERE o.taken <> held.places OR o.waiting <> held.parties OR o.taken > o.capacity""")
        )
    )
