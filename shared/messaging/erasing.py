"""Erasing a person from what the services tell each other: whom a case is about, and wiping what messages said of them.

A case is opened by the notifications service. Its request stays in the inbox until the case is closed and says there
whom it is about, so no other table needs to remember it. Decision 0034.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, text
from sqlalchemy.orm import Session

from shared.contracts.parts import Fact, Remains, Thing, Whose
from shared.contracts.privacy import PersonErasureAsked
from shared.errors import NotFound

ASKED = text("SELECT body FROM inbox WHERE type = :type AND body LIKE :case ORDER BY seq LIMIT 1")
SAID = "EXISTS (SELECT FROM unnest(CAST(:{} AS text[])) AS word WHERE position(word IN lower({})) > 0)"
BODY, FAULT = SAID.format("words", "body"), SAID.format("addresses", "last_error")
WIPE_OUTBOX = f"DELETE FROM outbox WHERE {BODY} AND (published_at IS NOT NULL OR attempts > 0)"  # noqa: S608
WIPE_INBOX = (
    "UPDATE inbox SET body = '{}', state = 'done', done_at = coalesce(done_at, now()) "  # noqa: S608
    f"WHERE {BODY} AND (state <> 'new' OR attempts > 0)"
)
WIPE_FAULT = f"UPDATE {{}} SET last_error = NULL WHERE {FAULT}"  # noqa: S608 - only our own words
WIPE_PARKING = (
    "DELETE FROM parking WHERE EXISTS (SELECT FROM unnest(CAST(:words AS text[])) AS word "
    "WHERE position(convert_to(word, 'UTF8') IN payload) > 0)"
)
WIPE = tuple(map(text, (WIPE_OUTBOX, WIPE_INBOX, WIPE_PARKING, *map(WIPE_FAULT.format, ("outbox", "inbox", "due")))))
"""What has done its work, or has failed and would be tried again. What is on its way for the first time is no longer
of the case: the address was used anew."""


def addresses(whose: Whose) -> list[str]:
    """The addresses of a case, in small letters."""
    return [one.lower() for one in (whose.phone, whose.email) if one]


def under(whose: Whose, phone: Any = None, email: Any = None) -> ColumnElement[bool]:
    """Whether a row is kept under the proved address, for a query: by a phone, or by an e-mail in any case."""
    found: list[ColumnElement[bool]] = [false()]
    if whose.phone and phone is not None:
        found.append(phone == whose.phone)
    if whose.email and email is not None:
        found.append(func.lower(email) == whose.email.lower())
    return or_(*found)


def asked_erasure(session: Session, case_id: UUID) -> Whose | None:
    """Whom a case of erasure is about; None where no erasure was asked, or is not known here yet."""
    known = {"type": PersonErasureAsked.type, "case": f'%"case_id":"{case_id}"%'}
    body = session.scalar(ASKED, known)
    return PersonErasureAsked.load(json.loads(body)["data"]).whose if body else None


def known_erasure(session: Session, case_id: UUID) -> Whose:
    """Whom a case of erasure is about. Raises NotFound while its request has not come."""
    if (whose := asked_erasure(session, case_id)) is None:
        raise NotFound
    return whose


def wipe_messages(session: Session, case_id: UUID, also: Collection[str] = ()) -> None:
    """Wipe what messages in our tables said for a case, and of the addresses that it has erased.

    Rows of the inbox stay, empty: they are the memory that makes a second delivery harmless.
    """
    whose = asked_erasure(session, case_id)
    erased = [*(addresses(whose) if whose else ()), *map(str.lower, also)]
    words = [str(case_id), *(f'"{one}"' for one in erased)]
    for statement in WIPE:
        session.execute(statement, {"words": words, "addresses": erased})


MOST = 500
"""Things of one kind that a case shows, the newest: all that a staff address has booked would be too long a message."""


def thing(what: str, **facts: object) -> Thing:
    """A thing with its facts as texts, as a message carries them; what is empty is left out."""
    told = (Fact(name=name, value=_as_text(value)) for name, value in facts.items() if value not in _NOTHING)
    return Thing(what=what, facts=tuple(told))


_NOTHING: tuple[object, ...] = (None, "", [], (), {})


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def counted(*numbers: tuple[str, int] | tuple[str, int, str]) -> tuple[Remains, ...]:
    """What happened how often, without what never did: `("registration", 2)`, `("attendance", 1, "number_alone")`."""
    return tuple(Remains(what=one[0], number=one[1], why="".join(one[2:])) for one in numbers if one[1])
