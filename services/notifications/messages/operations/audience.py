"""The parties of an occasion as readers of messages, each with the values that fill its texts."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, Cause, Place
from services.notifications.messages.domain.timing import Window
from services.notifications.messages.domain.wording import occasion_values
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.operations.planning import Draft, Reader
from services.notifications.messages.queries.about import facts_of
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient

PARTY = (
    Party.subject_id,
    Party.about,
    Party.recipient_id,
    Party.party,
    Party.code,
    Party.link,
    Party.language,
    Party.any_hour,
    Party.version,
    Party.expires_at,
    Recipient.channel,
    Recipient.country,
    Recipient.fault,
)

PartyRow = Row[*tuple[Any, ...]]
"""The columns of `PARTY`, perhaps with others."""
Concerned = Iterable[tuple[PartyRow, Place | None]]
"""Parties, each with the facts that it last heard and that no longer hold."""


def parties(session: Session, occasion: Occasion, statement: Select[*tuple[Any, ...]]) -> list[PartyRow]:
    """The parties of the occasion that the statement, a `select(*PARTY)`, narrows down, in a fixed order."""
    joined = statement.outerjoin(Recipient, Recipient.id == Party.recipient_id)
    return list(session.execute(joined.where(Party.occasion_id == occasion.id).order_by(Party.subject_id)))


def some_party(session: Session, party: Party) -> PartyRow:
    """One party with its recipient."""
    joined = select(*PARTY).outerjoin(Recipient, Recipient.id == Party.recipient_id)
    return session.execute(joined.where(Party.subject_id == party.subject_id)).one()


def with_values(occasion: Occasion, concerned: Concerned) -> Iterator[tuple[PartyRow, Place | None, dict[str, str]]]:
    """Each party with the values of its texts; what is the same for many is worked out once."""
    common = cache(partial(occasion_values, facts_of(occasion)))
    for party, was in concerned:
        own = {"party": str(party.party), "code": party.code, "link": party.link}
        yield party, was, common(was, party.channel, party.language, party.expires_at) | own


def reader_of(party: PartyRow) -> Reader:
    """The party as somebody who is written to."""
    return Reader(party.recipient_id, party.channel, party.country, party.fault, party.language)


def draft(
    occasion: Occasion,
    party: PartyRow,
    purpose: Purpose,
    values: dict[str, str],
    window: Window,
    cause: Cause,
    *,
    subject_version: int | None = None,
) -> Draft:
    """A message to a party about its occasion as it is now; news counts by the occasion's version."""
    return Draft(
        reader=reader_of(party),
        purpose=purpose,
        about=About(party.about),
        subject_id=party.subject_id,
        subject_version=subject_version or occasion.version,
        occasion_id=occasion.id,
        occasion_version=occasion.version,
        values=values,
        window=window,
        cause=cause,
    )
