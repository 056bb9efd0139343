"""Help is asked for: by staff, by whoever needs it or a relative, and by what the events service tells."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.correcting import Fact
from services.volunteers.assistance.domain.moving import turned
from services.volunteers.assistance.domain.repeating import last_of
from services.volunteers.assistance.domain.requests import (
    REQUEST,
    ZONE,
    Links,
    check_kind,
    check_moments,
    helpers_wanted,
    stands_for_itself,
)
from services.volunteers.assistance.domain.states import Act, State, after
from services.volunteers.assistance.domain.waves import LONGEST_WAVE, SHARE, by_day, gives_up_at
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.telling import count, facts_of, locked, note, tell
from services.volunteers.assistance.queries.blocks import blocked_by
from shared.audit import audit
from shared.contracts.volunteers import RequestAsked, RequestOpened
from shared.database import moment
from shared.messaging.due import schedule

WAVE, GIVE_UP, REPEAT = "request_wave", "request_give_up", "request_repeat"
"""Due rows of a request: when the next volunteers are asked, when nobody is sought any more, when weeks are added."""


def ask_help(session: Session, links: Links, facts: dict[str, Any], *, entered_here: bool) -> Request:
    """Enter a request, and the way back if `return_at` is given; what a stranger asks waits for a coordinator.

    `facts` are the columns of a request, with `return_at` and offsets in all moments; `entered_here` says that staff
    stand for it. Raises what `check_moments` and `check_kind` raise.
    """
    now, starts_at = moment(session), facts["starts_at"]
    others = (facts.get(name) for name in ("return_at", "weekly_until", "appointment_at"))
    check_moments(now, starts_at, facts["ends_at"], *others)
    check_kind(facts["kind"], now, starts_at)
    return enter(session, links, facts, entered_here=entered_here)


def ask_as_staff(session: Session, links: Links, who: UUID, facts: dict[str, Any]) -> Request:
    """Enter a request for `who`, a coordinator, and note it. Raises what `ask_help` raises."""
    request = ask_help(session, links, facts, entered_here=True)
    audit(session, who, "request_entered", request.id)
    return request


def ask_as_stranger(session: Session, links: Links, facts: dict[str, Any]) -> Request:
    """Enter what somebody asks whom nobody stands for, and let staff know that it waits for their look.

    Raises what `ask_help` raises.
    """
    request = ask_help(session, links, facts, entered_here=False)
    whose = {"request_id": request.id, "organisation_id": request.organisation_id}
    tell(session, request, RequestAsked(**whose, until=request.gives_up_at))
    return request


def enter(session: Session, links: Links, facts: dict[str, Any], *, entered_here: bool) -> Request:
    """Store a request with its way back, and begin to look for somebody unless a coordinator has to look first."""
    there = {name: value for name, value in facts.items() if name not in ("return_at", "return_ends_at")}
    request = _store(session, links, there)
    legs = [request]
    if facts.get("return_at"):
        same = {"id": uuid7(), "person_key": request.person_key}
        legs.append(
            _store(session, links, _way_back(there | same, request.id, facts["return_at"], facts.get("return_ends_at")))
        )
    for leg in legs:
        note(session, leg.id, "asked", leg.by)
        if stands_for_itself(leg.by, leg.kind, entered_here=entered_here):
            _open(session, links, leg)
        else:
            count(session, leg)
            await_yes(session, leg)
    if request.weekly_until:
        schedule(session, REPEAT, request.id, moment(session))
    return request


def _store(session: Session, links: Links, facts: dict[str, Any]) -> Request:
    id_, now = facts.get("id") or uuid7(), moment(session)
    addresses = [address for address in (facts["person"]["phone"], facts["person"]["email"]) if address]
    person_key = facts.get("person_key") or links.person_key(id_, addresses)
    request = Request(
        **facts
        | {
            "id": id_,
            "zone": ZONE,
            "state": State.ASKED,
            "code": links.code(id_),
            "token_digest": links.digest(REQUEST, id_),
            "person_key": person_key,
            "blocked": sorted(blocked_by(session, person_key).union(facts.get("blocked", ()))),
            "wanted": helpers_wanted(facts["kind"], two_people=facts.get("two_people", False)),
            "gives_up_at": gives_up_at(facts["kind"], facts["starts_at"], facts["ends_at"], now),
        }
    )
    session.add(request)
    session.flush()
    return request


def _way_back(there: dict[str, Any], leg_of: UUID, return_at: datetime, ends_at: datetime | None) -> dict[str, Any]:
    """The same help the other way round; it lasts as long if its end is not known."""
    return there | {
        "leg_of": leg_of,
        "starts_at": return_at,
        "ends_at": ends_at or return_at + (there["ends_at"] - there["starts_at"]),
        "appointment_at": None,
        "weekly_until": None,
        "repeat_of": None,
        "week": None,
        **turned(there),
    }


def await_yes(session: Session, request: Request) -> None:
    """A coordinator is called if nobody looked at it after a quarter of the time that is left, four hours at most."""
    now = moment(session)
    patience = max(timedelta(0), min(LONGEST_WAVE, (request.gives_up_at - now) / SHARE))
    schedule(session, WAVE, request.id, now + patience)
    schedule(session, GIVE_UP, request.id, request.gives_up_at)


def _open(session: Session, links: Links, request: Request) -> None:
    """Begin to look for somebody: at once, at night in the morning; for a later week of a series in its turn."""
    now = moment(session)
    begins = max(now, request.sought_from or now)
    request.state = after(request.state, Act.APPROVE)
    note(session, request.id, _begins_as(request, now), request.by)
    facts = facts_of(request, links) | _as_series(session, request)
    opened = RequestOpened(**facts, code=request.code, by=request.by, target_group=request.target_group)
    tell(session, request, opened)
    schedule(session, WAVE, request.id, by_day(begins, request.gives_up_at, request.zone))
    schedule(session, GIVE_UP, request.id, request.gives_up_at)


def _begins_as(request: Request, now: datetime) -> str:
    """What its history says of the beginning of the search."""
    if request.sought_from and request.sought_from > now:
        return "in_turn"
    return "after_way_there" if request.leg_of else "opened"


def _as_series(session: Session, request: Request) -> dict[str, Any]:
    """What its message says of a weekly request: the first of the whole, the rest that they belong to it."""
    if request.weekly_until:
        back = session.scalar(select(Request.starts_at).where(Request.leg_of == request.id))
        return {"last_at": last_of(request.starts_at, request.weekly_until, request.zone), "return_at": back}
    there = session.get_one(Request, request.leg_of) if request.leg_of else request
    return {"of_series": bool(there.repeat_of or there.weekly_until)}


def approve(
    session: Session,
    links: Links,
    who: UUID,
    request_id: UUID,
    organisations: list[UUID],
    target_group: str | None = None,
) -> None:
    """Say yes to what a stranger asked, with its way back. Raises NotFound and NotNow.

    `target_group` is one of TARGET_GROUPS, or empty, if the coordinator knows it better; None leaves what was said.
    """
    request = locked(session, request_id, Request.organisation_id.in_(organisations))
    after(request.state, Act.APPROVE)
    legs = [leg for leg in (request, *way_back(session, request.id)) if leg.state == State.ASKED]
    if target_group is not None and target_group != request.target_group:
        for leg in legs:
            leg.target_group = target_group
            note(session, leg.id, f"corrected_{Fact.GROUP}", "coordinator")
        audit(session, who, f"request_{Fact.GROUP}_corrected", request_id)
    for leg in legs:
        leg.alarm = None
        leg.gives_up_at = gives_up_at(leg.kind, leg.starts_at, leg.ends_at, moment(session))
        _open(session, links, leg)
    audit(session, who, "request_approved", request_id)


def way_back(session: Session, request_id: UUID) -> list[Request]:
    """The way back of a request, locked after the way there; none if there is none."""
    legs = select(Request).where(Request.leg_of == request_id).order_by(Request.id)
    return list(session.scalars(legs.with_for_update(key_share=True).execution_options(populate_existing=True)))
