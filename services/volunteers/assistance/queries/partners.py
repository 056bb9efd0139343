"""Who is whose partner, what partners were asked, and what they see of it: nothing that a volunteer may not see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, SQLColumnExpression, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from services.volunteers.assistance.domain.partners import Answer
from services.volunteers.assistance.domain.states import State
from services.volunteers.assistance.domain.waves import wave_ends_at
from services.volunteers.assistance.models import Offer, PartnerAsk, ProjectMember, Request
from services.volunteers.people.models import Volunteer
from shared.database import moment
from shared.errors import NotFound

MOST = 50
"""Of what partners ask at once, no more is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSeen:
    """A partner's question as those see it who are asked. `helpers` are own volunteers who have promised to come.

    `number` of own volunteers were asked; `sought`: somebody is still looked for. When the partnership has `ended`,
    they see what an own volunteer has promised, and else nothing of the request.
    """

    ask: PartnerAsk
    request: Request
    sought: bool
    ended: bool
    number: int
    helpers: Sequence[str]


def partners(session: Session, organisation_id: UUID) -> list[Row[tuple[UUID, str]]]:
    """Those who lead or take part in a project with the organisation: `organisation_id` and `name`, by name."""
    own = select(ProjectMember.project_id).where(ProjectMember.organisation_id == organisation_id)
    found = (
        select(ProjectMember.organisation_id, func.max(ProjectMember.name).label("name"))
        .where(ProjectMember.project_id.in_(own), ProjectMember.organisation_id != organisation_id)
        .group_by(ProjectMember.organisation_id)
        .order_by("name", ProjectMember.organisation_id)
    )
    return list(session.execute(found))


def name_of(session: Session, organisation_id: UUID) -> str:
    """What an organisation that takes part in a project is called."""
    named = select(func.max(ProjectMember.name)).where(ProjectMember.organisation_id == organisation_id)
    return session.scalars(named).one() or ""


def _together(organisation_id: SQLColumnExpression[UUID], other_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether two organisations take part in a project together."""
    one, other = aliased(ProjectMember), aliased(ProjectMember)
    together = select(one.project_id).join(other, other.project_id == one.project_id)
    return together.where(one.organisation_id == organisation_id, other.organisation_id == other_id).exists()


def are_partners(session: Session, one: UUID, other: UUID) -> bool:
    """Whether two organisations take part in a project together."""
    return session.scalars(select(_together(literal(one), literal(other)))).one()


_STILL = _together(Request.organisation_id, PartnerAsk.organisation_id)
"""Of a question with its request: whether they are partners still."""
_HEARD_OF = or_(PartnerAsk.written.is_(None), PartnerAsk.written > func.cardinality(PartnerAsk.lost))
"""Whether somebody at the partner may have heard of the question; so it is until the events service has told more."""


def agreed(session: Session, request_id: UUID) -> list[tuple[PartnerAsk, int]]:
    """The partners who let their volunteers be asked and are partners still, with how many waves of theirs were asked.

    Who agreed and had the fewest waves comes first, so that one is not kept waiting by the other's volunteers.
    """
    waves = select(func.count(Offer.wave.distinct())).where(Offer.ask_id == PartnerAsk.id).scalar_subquery()
    found = (
        select(PartnerAsk, waves.label("waves"))
        .join(Request, Request.id == PartnerAsk.request_id)
        .where(PartnerAsk.request_id == request_id, PartnerAsk.state == Answer.AGREED)
        .where(_STILL)
        .order_by("waves", PartnerAsk.answered_at, PartnerAsk.id)
    )
    return [(ask, waves) for ask, waves in session.execute(found)]


def unasked(session: Session, request: Request) -> list[Row[tuple[UUID, str]]]:
    """The partners who have not been asked for this request as it is now."""
    asked = select(PartnerAsk.organisation_id).where(
        PartnerAsk.request_id == request.id, PartnerAsk.state != Answer.WITHDRAWN
    )
    known = set(session.scalars(asked))
    return [one for one in partners(session, request.organisation_id) if one.organisation_id not in known]


def awaited_until(session: Session, request_id: UUID, now: datetime) -> datetime | None:
    """Until when a partner's answer is still waited for; None if none is. Where nobody heard of it, none comes."""
    waits = (PartnerAsk.request_id == request_id, PartnerAsk.state == Answer.ASKED, PartnerAsk.answer_by > now)
    longest = select(func.max(PartnerAsk.answer_by)).join(Request, Request.id == PartnerAsk.request_id)
    return session.scalar(longest.where(*waits, _STILL, _HEARD_OF))


def wave_runs(session: Session, request: Request, now: datetime) -> bool:
    """Whether somebody whom the last wave asked may still say yes before the next begins."""
    theirs = (Offer.request_id == request.id, Offer.wave == request.wave, Offer.state == "open")
    began = session.scalar(select(func.max(Offer.asked_at)).where(*theirs))
    return began is not None and wave_ends_at(request.kind, began, request.gives_up_at, request.zone) > now


def in_vain(session: Session, gone: Collection[UUID], now: datetime) -> Sequence[UUID]:
    """Requests that wait for the answer of somebody who is no partner any more, since these left a project; by id."""
    of_those = or_(PartnerAsk.organisation_id.in_(gone), Request.organisation_id.in_(gone))
    waits = (PartnerAsk.state == Answer.ASKED, PartnerAsk.answer_by > now, Request.state == State.OPEN)
    found = select(Request.id).join(PartnerAsk, PartnerAsk.request_id == Request.id).where(of_those, *waits, ~_STILL)
    return session.scalars(found.distinct().order_by(Request.id)).all()


def ask_of(session: Session, ask_id: UUID, organisations: Collection[UUID]) -> PartnerAsk:
    """A question to one of the organisations. Raises NotFound."""
    found = session.scalar(
        select(PartnerAsk).where(PartnerAsk.id == ask_id, PartnerAsk.organisation_id.in_(organisations))
    )
    if found is None:
        raise NotFound
    return found


def seen(session: Session, ask_id: UUID, organisations: Collection[UUID]) -> AskSeen:
    """A question to one of the organisations, and what has become of it among its own volunteers. Raises NotFound."""
    ask = ask_of(session, ask_id, organisations)
    request = session.get_one(Request, ask.request_id)
    offers = (
        select(Offer.state, Volunteer.name)
        .join(Volunteer, Volunteer.id == Offer.volunteer_id)
        .where(Offer.ask_id == ask_id)
        .order_by(Offer.id)
    )
    rows = session.execute(offers).all()
    ended = not are_partners(session, request.organisation_id, ask.organisation_id)
    return AskSeen(
        ask=ask,
        request=request,
        sought=is_sought(request, moment(session)) and ask.state != Answer.WITHDRAWN and not ended,
        ended=ended,
        number=len(rows),
        helpers=[row.name for row in rows if row.state == "accepted"],
    )


def is_sought(request: Request, now: datetime) -> bool:
    """Whether a yes still helps."""
    return request.state == State.OPEN and request.gives_up_at > now


def asked_of(
    session: Session, organisations: Collection[UUID], *, limit: int = MOST, after: Sequence[str] | None = None
) -> list[tuple[PartnerAsk, Request]]:
    """What partners ask these organisations and nobody has answered yet, the soonest first.

    They begin `after` a place of `asks_page`.
    """
    found = (
        select(PartnerAsk, Request)
        .join(Request, Request.id == PartnerAsk.request_id)
        .where(PartnerAsk.organisation_id.in_(organisations), PartnerAsk.state == Answer.ASKED)
        .where(Request.state == State.OPEN, Request.gives_up_at > moment(session), _STILL)
        .order_by(Request.starts_at, PartnerAsk.id)
    )
    if after:
        begin = (datetime.fromisoformat(after[0]), UUID(after[1]))
        found = found.where(tuple_(Request.starts_at, PartnerAsk.id) > begin)
    return [(ask, request) for ask, request in session.execute(found.limit(limit))]


def asks_page(
    session: Session, organisations: Collection[UUID], *, limit: int, after: Sequence[str] | None = None
) -> tuple[list[AskSeen], tuple[str, UUID] | None]:
    """The same as those see it who are asked, and where the next page begins: the last one's start and its id."""
    found = asked_of(session, organisations, limit=limit + 1, after=after)
    nobody: dict[str, Any] = {"sought": True, "ended": False, "number": 0, "helpers": ()}
    asks = [AskSeen(ask=ask, request=request, **nobody) for ask, request in found[:limit]]
    last = asks[-1] if len(found) > limit else None
    return asks, (last.request.starts_at.isoformat(), last.ask.id) if last else None
