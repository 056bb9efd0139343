"""The parties of an occasion as readers of messages, each with the values that fill its texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, Cause, Place, Terms
from services.notifications.messages.domain.timing import Window
from services.notifications.messages.domain.wording import Prepared, occasion_values, prepare
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.operations.planning import Draft, Reader, Text
from services.notifications.messages.queries.about import facts_of
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient


@dataclass(frozen=True, slots=True)
class Addressee:
    """A party to be told; without a recipient a helper does it."""

    subject_id: UUID
    about: str
    state: str
    recipient_id: UUID | None
    party: int
    code: str
    link: str
    language: str
    any_hour: bool
    expires_at: datetime | None
    channel: str
    country: str
    fault: str | None

    def reader(self) -> Reader | None:
        """As the one who reads a message, if there is one to write to."""
        if self.recipient_id is None:
            return None
        return Reader(self.recipient_id, self.channel, self.country, self.fault, self.language)


PARTY = (
    Party.subject_id,
    Party.about,
    Party.state,
    Party.recipient_id,
    Party.party,
    Party.code,
    Party.link,
    Party.language,
    Party.any_hour,
    Party.expires_at,
    Recipient.channel,
    Recipient.country,
    Recipient.fault,
)
"""The fields of an Addressee, in their order."""

Concerned = Iterable[tuple[Addressee, Place | None]]
"""Parties, each with the facts that it last heard and that no longer hold."""


def addressees(session: Session, occasion: Occasion, statement: Select[*tuple[Any, ...]]) -> list[Addressee]:
    """The parties of the occasion that the statement, a `select(*PARTY)`, narrows down, in a fixed order."""
    joined = statement.outerjoin(Recipient, Recipient.id == Party.recipient_id)
    rows = session.execute(joined.where(Party.occasion_id == occasion.id).order_by(Party.subject_id))
    return [Addressee(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A party that can be written to, with the text for it; `was` is what it last heard and holds no longer."""

    party: Addressee
    reader: Reader
    was: Place | None
    text: Text


def with_texts(terms: Terms, occasion: Occasion, purpose: Purpose, concerned: Concerned) -> Iterator[Addressed]:
    """Those who can be written to, each with its text; what is the same for many is worked out once."""
    facts = facts_of(occasion)

    @cache
    def prepared(
        was: Place | None, channel: str, language: str, expires_at: datetime | None, *, clash: bool
    ) -> Prepared:
        values = occasion_values(facts, was, channel, language, expires_at, clash=clash)
        return prepare(terms, purpose, channel, language, values)

    for party, was in concerned:
        if reader := party.reader():
            own = {"party": str(party.party), "code": party.code, "link": party.link}
            clash = party.subject_id in occasion.clashes
            text = Text(prepared(was, party.channel, party.language, party.expires_at, clash=clash), own)
            yield Addressed(party, reader, was, text)


def draft(
    occasion: Occasion,
    addressed: Addressed,
    purpose: Purpose,
    window: Window,
    cause: Cause,
    subject_version: int | None = None,
) -> Draft:
    """A message to a party about its occasion as it is now; news counts by the occasion's version."""
    return Draft(
        reader=addressed.reader,
        purpose=purpose,
        about=About(addressed.party.about),
        subject_id=addressed.party.subject_id,
        subject_version=subject_version or occasion.version,
        occasion_id=occasion.id,
        occasion_version=occasion.version,
        text=addressed.text,
        window=window,
        cause=cause,
    )
