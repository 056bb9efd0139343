"""Reads: what somebody has promised to come to, and the visit at which they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import extract, func, or_, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, PartyState
from services.notifications.messages.domain.wording import moment
from services.notifications.messages.models import Concerned, Matter, Occasion, Party
from services.notifications.messages.queries.about import Subject
from services.notifications.recipients.domain import Channel
from shared.languages import text_for

EARLY, FORGOTTEN = timedelta(hours=2), timedelta(days=7)
"""So long before the start of a visit somebody may be there, and so long after it they may say that it is over."""
UNDER_WAY = timedelta(days=2)
"""So long after its start a visit of which nobody has told the end is taken for one at which somebody still is."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody has promised to come to; `words` tell it by kind and time, `link` is where it can be taken back."""

    words: str
    link: str
    starts_at: datetime
    is_visit: bool


@dataclass(frozen=True, slots=True)
class Helping:
    """A request for help that somebody has to do with; `visit_at` (with offset) is when they have promised to come."""

    request_id: UUID
    visit_at: datetime | None


def promised_visit(session: Session, recipient_id: UUID, now: datetime, *, over: bool) -> Subject | None:
    """The visit that somebody who has promised it is at: the nearest in time; if it is `over`, the last that began."""
    away = func.abs(extract("epoch", Concerned.visit_at - now))
    order = [(Concerned.visit_at <= now).desc()] if over else []
    found = session.execute(
        select(Concerned.subject_id, Concerned.version)
        .where(Concerned.recipient_id == recipient_id, Concerned.visit_at.between(now - FORGOTTEN, now + EARLY))
        .order_by(*order, away, Concerned.subject_id)
        .limit(1)
    ).first()
    return _visit(*found, now) if found else None


def visit_under_way(
    session: Session, recipient_id: UUID, now: datetime, arrived: Collection[UUID] = ()
) -> Subject | None:
    """The visit of theirs of which no end was told, and that has begun or at which they have said to be (`arrived`).

    Of several the last to begin: who forgot to tell an end is not there any more.
    """
    found = session.execute(
        select(Concerned.subject_id, Concerned.version)
        .where(
            Concerned.recipient_id == recipient_id,
            Concerned.visit_at.between(now - UNDER_WAY, now + EARLY),
            or_(Concerned.visit_at <= now, Concerned.subject_id.in_(arrived)),
        )
        .order_by(Concerned.visit_at.desc(), Concerned.subject_id)
        .limit(1)
    ).first()
    return _visit(*found, now) if found else None


def promises_ahead(session: Session, recipient_id: UUID, now: datetime) -> list[Promise]:
    """The visits and shifts they have promised that are still to begin, the next first."""
    visits = session.scalars(select(Concerned).where(Concerned.recipient_id == recipient_id, Concerned.visit_at > now))
    shifts = session.execute(
        select(Party, Occasion)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .where(
            Party.recipient_id == recipient_id,
            Party.about == About.SIGN_UP,
            Party.state == PartyState.CONFIRMED,
            Occasion.on,
            Occasion.starts_at > now,
        )
    )
    promised = [
        *(Promise(one.question, one.link, one.visit_at, True) for one in visits if one.visit_at),
        *(_shift(party, occasion) for party, occasion in shifts),
    ]
    return sorted(promised, key=lambda promise: promise.starts_at)


def helping_of(
    session: Session, organisations: Collection[UUID], recipients: Collection[UUID], *, most: int
) -> Mapping[UUID, Sequence[Helping]]:
    """Of each recipient, what help at these organisations they have promised or wait for, the next visit first."""
    place = func.row_number().over(
        partition_by=Concerned.recipient_id,
        order_by=(Concerned.visit_at.asc().nulls_last(), Concerned.subject_id.desc()),
    )
    theirs = (
        select(Concerned.recipient_id, Concerned.subject_id, Concerned.visit_at, place.label("place"))
        .join(Matter, Matter.subject_id == Concerned.subject_id)
        .where(
            Concerned.recipient_id.in_(recipients),
            Concerned.about.in_((About.REQUEST, About.VISIT)),
            Matter.organisation_id.in_(organisations),
            or_(Concerned.visit_at.is_not(None), ~Matter.over),
        )
        .subquery()
    )
    found: dict[UUID, list[Helping]] = defaultdict(list)
    for recipient_id, request_id, visit_at, _place in session.execute(
        select(theirs).where(theirs.c.place <= most).order_by(theirs.c.place)
    ):
        found[recipient_id].append(Helping(request_id, visit_at))
    return found


def _shift(party: Party, occasion: Occasion) -> Promise:
    work = text_for(occasion.work or occasion.title, party.language)[0]
    when = moment(occasion.starts_at, ZoneInfo(occasion.zone), Channel.SMS, party.language)
    return Promise(f"{work}, {when}", party.link, occasion.starts_at, False)


def _visit(subject_id: UUID, version: int, now: datetime) -> Subject:
    return Subject(About.VISIT, subject_id, version, offered=False, declinable=False, written=now)
