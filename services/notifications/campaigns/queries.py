"""Reads: whom a campaign would reach, and how far campaigns have come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, any_, func, literal, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.notifications.campaigns.domain import Plan
from services.notifications.campaigns.models import Campaign
from services.notifications.messages.models import Occasion
from services.notifications.recipients.models import Listed, Recipient
from shared.errors import NotFound

READER = (Recipient.id, Recipient.channel, Recipient.country, Recipient.fault, Listed.language)
"""The fields of a Reader, in their order."""


def readers(plan: Plan | Campaign) -> Select[*tuple[Any, ...]]:
    """Everybody who agreed to the topic and is chosen, by address; one who shares an address is a row of their own."""
    wanted = select(*READER).join(Recipient, Recipient.id == Listed.recipient_id)
    wanted = wanted.where(literal(plan.topic, Text) == any_(Listed.topics))
    if plan.target_groups:
        wanted = wanted.where(Listed.target_group.in_(plan.target_groups))
    if plan.languages:
        wanted = wanted.where(Listed.language.in_(plan.languages))
    if plan.channel:
        wanted = wanted.where(Recipient.channel == plan.channel)
    if plan.area:
        wanted = wanted.where(_places(Listed.area).op("&&")(_places(literal(plan.area, Text))))
    return wanted


def _places(area: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[Any]:
    """The places that an area names, as they are compared: without case and marks; `Rokiškis, Kavoliškis` names two.

    The database folds both sides, so that they cannot differ.
    """
    letters = func.regexp_replace(func.normalize(area, text("NFKD")), "[\u0300-\u036f]", "", "g")
    return func.regexp_split_to_array(func.lower(func.btrim(letters, " ,")), r"\s*,[\s,]*")


def once_each(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """One row for each address: that of whoever agreed last."""
    return wanted.ext(distinct_on(Recipient.id)).order_by(Recipient.id, Listed.at.desc(), Listed.id)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign has come, in messages."""

    planned: int
    waiting: int
    sent: int
    delivered: int
    failed: int
    stopped: int


_PROGRESS = text(
    "SELECT subject_id, count(*) AS planned, count(*) FILTER (WHERE state IN ('queued', 'claimed')) AS waiting, "
    "count(*) FILTER (WHERE state IN ('accepted', 'buffered', 'unknown', 'uncertain')) AS sent, "
    "count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) FILTER (WHERE state = 'failed') AS failed, "
    "count(*) FILTER (WHERE state = 'withdrawn') AS stopped FROM messages "
    "WHERE subject_id = ANY(CAST(:ids AS uuid[])) AND purpose = 'campaign' GROUP BY subject_id"
)
NOTHING_YET = Progress(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """A campaign with its progress."""

    campaign: Campaign
    progress: Progress


def campaigns(
    session: Session, organisations: Collection[UUID], *, before: UUID | None = None, limit: int
) -> Sequence[Report]:
    """The campaigns of these organisations, the newest first, each with its progress."""
    wanted = select(Campaign).where(Campaign.organisation_id.in_(organisations))
    if before:
        wanted = wanted.where(Campaign.id < before)
    found = session.scalars(wanted.order_by(Campaign.id.desc()).limit(limit)).all()
    rows = session.execute(_PROGRESS, {"ids": [campaign.id for campaign in found]})
    progress = {row.subject_id: Progress(*tuple(row)[1:]) for row in rows}
    return [Report(campaign, progress.get(campaign.id, NOTHING_YET)) for campaign in found]


def campaign(session: Session, organisations: Collection[UUID], campaign_id: UUID) -> Report:
    """One campaign of these organisations with its progress. Raises NotFound for any other."""
    wanted = select(Campaign).where(Campaign.id == campaign_id, Campaign.organisation_id.in_(organisations))
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    row = session.execute(_PROGRESS, {"ids": [campaign_id]}).first()
    return Report(found, Progress(*tuple(row)[1:]) if row else NOTHING_YET)


def names_of(session: Session, organisations: Collection[UUID]) -> dict[UUID, str]:
    """What these organisations are called, as far as they have told of an event."""
    rows = session.execute(
        select(Occasion.organisation_id, func.max(Occasion.organisation))
        .where(Occasion.organisation_id.in_(organisations))
        .group_by(Occasion.organisation_id)
    )
    return {id_: name for id_, name in rows if id_}


def agreed(session: Session) -> list[tuple[str, int]]:
    """Topics, each with how many addresses agreed to hear of it."""
    topic = func.unnest(Listed.topics).label("topic")
    each = select(topic, Listed.recipient_id).subquery()
    rows = session.execute(
        select(each.c.topic, func.count(each.c.recipient_id.distinct())).group_by(each.c.topic).order_by(each.c.topic)
    )
    return [(found, addresses) for found, addresses in rows]
