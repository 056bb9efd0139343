"""Looking before writing: how many would get a note, by which channel, in which words, at which price."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.looking import Preview
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.operations.looking import SUPPRESSED, shares_of
from services.notifications.messages.queries.about import facts_of
from services.notifications.notes.domain import Wish
from services.notifications.notes.operations.wording import wording
from services.notifications.notes.queries import date_to_write_about, people_of
from services.notifications.recipients.models import Recipient


def preview_note(session: Session, terms: Terms, organisations: Collection[UUID], wish: Wish, now: datetime) -> Preview:
    """What the note would be. Its prices are exact: among those who come, or who help, each link is as long.

    Raises NotFound for another's date and NoteIsTooLate for one that is over or off.
    """
    date = date_to_write_about(session, organisations, wish.occurrence_id, now)
    texts = wording(terms, facts_of(date), wish.words)
    shares, unreached = shares_of(terms, texts, _groups(session, wish), wish.words)
    return Preview(shares, unreached, terms.tariff.currency)


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
