"""Looking before writing: how many would get a note, by which channel, in which words, at which price."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, func, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.wording import write
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.queries.about import facts_of
from services.notifications.notes.domain import Preview, Share, Wish
from services.notifications.notes.operations.wording import Wording, is_foreign, wording
from services.notifications.notes.queries import date_to_write_about, people_of
from services.notifications.recipients.models import Recipient, Suppression
from shared.errors import Invalid

SUPPRESSED = exists(Suppression.kind).where(
    and_(Suppression.address_hmac == Recipient.address_hmac, Suppression.channel == Recipient.channel)
)


def preview_note(session: Session, terms: Terms, organisations: Collection[UUID], wish: Wish, now: datetime) -> Preview:
    """What the note would be. Its prices are exact: among those who come, or who help, each link is as long.

    Raises NotFound for another's date and NoteIsTooLate for one that is over or off.
    """
    date = date_to_write_about(session, organisations, wish.occurrence_id, now)
    texts = wording(terms, facts_of(date), wish.words)
    shares: dict[tuple[str, str], Share] = {}
    unreached = 0
    for row in _groups(session, wish):
        share = None if row.lost else _share(terms, texts, wish, row)
        if share is None:
            unreached += row.people
        else:
            known = shares.get((row.channel, row.language))
            shares[row.channel, row.language] = _together(known, share) if known else share
    return Preview(tuple(shares.values()), unreached, terms.tariff.currency)


def _groups(session: Session, wish: Wish) -> Iterable[Row[*tuple[Any, ...]]]:
    """The readers by all that a text and its price depend on; `lost` are those whom no message reaches."""
    lost = (Recipient.id.is_(None) | Recipient.fault.is_not(None) | SUPPRESSED).label("lost")
    group = (Recipient.channel, Party.language, Recipient.country, Party.about, lost)
    return session.execute(
        select(*group, func.count().label("people"), func.min(Party.link).label("link"))
        .select_from(Party)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .outerjoin(Recipient, Recipient.id == Party.recipient_id)
        .where(people_of(wish.occurrence_id, waiting=wish.to_waiting, volunteers=wish.to_volunteers))
        .group_by(*group)
        .order_by(Recipient.channel.desc(), Party.language, Party.about, Recipient.country)
    )


def _share(terms: Terms, texts: Wording, wish: Wish, row: Row[*tuple[Any, ...]]) -> Share | None:
    """The share of one group; None where a rule forbids its message."""
    try:
        written = write(texts(row.channel, row.language), {"link": row.link})
        price = terms.tariff.unit_price(row.country) if written.sms else Decimal(0)
    except Invalid:
        return None
    parts = row.people * written.sms.parts if written.sms else 0
    return Share(
        channel=row.channel,
        language=row.language,
        people=row.people,
        body=written.body,
        parts=parts,
        price=parts * price,
        foreign=is_foreign(wish.words, row.language),
    )


def _together(one: Share, other: Share) -> Share:
    """Two groups of one channel and language; the first one's words stand for both."""
    return replace(one, people=one.people + other.people, parts=one.parts + other.parts, price=one.price + other.price)
