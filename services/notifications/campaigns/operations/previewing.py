"""Looking before spreading: how many would get a campaign, by which channel, in which words, at which price."""

from collections.abc import Callable, Mapping
from functools import cache
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from services.notifications.campaigns.domain import Plan
from services.notifications.campaigns.queries import once_each, readers
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.looking import Preview
from services.notifications.messages.domain.wording import Prepared, prepare
from services.notifications.messages.operations.looking import SUPPRESSED, shares_of
from services.notifications.recipients.domain import Purpose, preferences_token
from services.notifications.recipients.models import Recipient
from services.notifications.templates.domain.phrases import TOPICS, phrase
from shared.languages import text_for

NOBODY = UUID(int=0)
"""Whose link stands in a look: nobody's, so that it opens nothing; it is as long as everybody's."""


def wording(terms: Terms, topic: str, words: Mapping[str, str]) -> Callable[[str, str], Prepared]:
    """The campaign's texts by channel and language, each worked out once; only a person's own link is missing."""

    @cache
    def prepared(channel: str, language: str) -> Prepared:
        values = {"words": text_for(words, language)[0], "sender": terms.sender}
        values["topic"] = phrase(TOPICS, topic, language)
        return prepare(terms, Purpose.CAMPAIGN, channel, language, values)

    return prepared


def own_link(terms: Terms, recipient_id: UUID) -> str:
    """Where a reader says that they want no more of it: their own page of preferences."""
    return f"{terms.public_url}/messages/preferences/{preferences_token(recipient_id, terms.key)}"


def preview_campaign(session: Session, terms: Terms, plan: Plan) -> Preview:
    """What the campaign would be. Its prices are exact, since everybody's link is as long."""
    lost = (Recipient.fault.is_not(None) | SUPPRESSED).label("lost")
    chosen = once_each(readers(plan).add_columns(lost)).subquery()
    group = (chosen.c.channel, chosen.c.language, chosen.c.country, chosen.c.lost)
    link = literal(own_link(terms, NOBODY)).label("link")
    groups = session.execute(
        select(*group, func.count().label("people"), link)
        .group_by(*group)
        .order_by(chosen.c.channel.desc(), chosen.c.language, chosen.c.country)
    ).all()
    shares, unreached = shares_of(terms, wording(terms, plan.topic, plan.words), groups, plan.words)
    people = session.scalar(select(func.count()).select_from(readers(plan).where(~lost).subquery())) or 0
    addresses = sum(row.people for row in groups if not row.lost)
    return Preview(shares, unreached, terms.tariff.currency, people - addresses)
