"""A coordinator corrects a request, and everybody whom it concerns goes by what is true now.

What only staff and whoever has promised see changes where they see it; what volunteers were asked with begins the
search anew, as an appointment that was moved does (`seeking`).
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.correcting import (
    HERE,
    NEEDS,
    OF_PERSON,
    TIMES,
    Reach,
    begins_anew,
    check_told,
    corrected,
    counts_otherwise,
    kinds_of,
    same_mistake,
    written_at,
)
from services.volunteers.assistance.domain.requests import Links, check_kind, check_moments, helpers_wanted
from services.volunteers.assistance.domain.states import SOUGHT, NotNow, State
from services.volunteers.assistance.models import Block, Offer, Request
from services.volunteers.assistance.operations.claims import ask_on, promises
from services.volunteers.assistance.operations.closing import NOTHING_MORE
from services.volunteers.assistance.operations.forgetting import unblock_if_last
from services.volunteers.assistance.operations.informing import inform
from services.volunteers.assistance.operations.moving import after_move, last_at, move_following, turn_of
from services.volunteers.assistance.operations.repeating import series
from services.volunteers.assistance.operations.seeking import seek_anew
from services.volunteers.assistance.operations.telling import SAFETY, count, note, tell, withdraw_offers
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.assistance.queries.blocks import blocked_by
from services.volunteers.assistance.queries.correcting import tied
from services.volunteers.assistance.queries.requests import first_of, request_of
from services.volunteers.assistance.queries.safety import barred
from services.volunteers.assistance.queries.weeks import pattern_of
from services.volunteers.people.models import Volunteer
from shared.audit import audit
from shared.database import moment
from shared.errors import Stale
from shared.messaging.due import schedule

FACTS = (*OF_PERSON, *TIMES, *NEEDS, "area", "destination", "target_group")


def correct(
    session: Session,
    links: Links,
    who: UUID,
    request_id: UUID,
    organisations: Collection[UUID],
    version: int,
    facts: Mapping[str, Any],
    reach: Reach = HERE,
) -> Request:
    """Correct facts of a request as `who`, a coordinator who saw it in this version; what is not given stays.

    `facts` are columns of FACTS, moments with an offset, of `person` the parts that are given. All but the times is
    corrected on the way back and in all weeks to come too, where it is as wrong, unless `reach` says otherwise; another
    time is that of this week alone, unless `reach` says that the following move too. The same twice changes nothing.
    Raises NotFound, NotNow, Stale, TiedToAppointment, NobodyToTell, and what `check_moments` and `check_kind` raise.
    """
    first = first_of(session, request_of(session, request_id, organisations))
    all_ways = series(session, first)
    legs = {one.id: one for one in all_ways}
    request, pattern = legs.pop(request_id), pattern_of(session, first)
    if request.state not in SOUGHT:
        raise NotNow
    known = _known(request)
    change = corrected(known, facts)
    if not change:
        return request
    if version != request.version:
        raise Stale
    _check(session, request, known | change, change)
    person = known["person"] | change.get("person", {})
    key = links.person_key(first.id, [address for address in (person["phone"], person["email"]) if address])
    moves = first.weekly_until is not None and any(name in change for name in TIMES)
    if moves:
        pattern = after_move(first, pattern, request, known | change, all_ways) if reach.following else pattern
        first.pattern = pattern.stored()
    whole = {"last_at": last_at(first, pattern, request)} if moves and reach.following else NOTHING_MORE
    _correct(session, links, request, change, key, whole)
    if whole:
        move_following(session, links, first, pattern, request, all_ways)
    for other in [] if reach.only_this else legs.values():
        ways = {"back": other.leg_of is not None, "other_way": (other.leg_of is None) != (request.leg_of is None)}
        same = same_mistake(_known(other), known, change, **ways)
        if same and (other.state in SOUGHT or other.weekly_until):  # of an ended first more weeks are made
            _correct(session, links, other, same, key)
    for kind in kinds_of(change):
        audit(session, who, f"request_{kind}_corrected", request_id)
    return request


def _known(request: Request) -> dict[str, Any]:
    return {name: getattr(request, name) for name in FACTS}


def _check(session: Session, request: Request, facts: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    """Raise what speaks against a correction, before anything is written."""
    moved = any(name in change for name in TIMES)
    why = tied(request)
    if why is not None and (moved or "destination" in change):
        raise why
    if moved:
        now, starts_at = moment(session), facts["starts_at"]
        check_moments(now, starts_at, facts["ends_at"], None, None, facts["appointment_at"])
        check_kind(request.kind, now, starts_at)
    if "person" in change:
        check_told(facts["person"], request.asker)


def _correct(
    session: Session,
    links: Links,
    request: Request,
    change: Mapping[str, Any],
    key: bytes,
    whole: Mapping[str, Any] = NOTHING_MORE,
) -> None:
    """Let it be true of one locked request; `whole` is what its message says of a series that moves with it."""
    known = _known(request)
    unwanted = _know_as(session, request, key) if "person" in change else frozenset[UUID]()
    for kind in kinds_of(change):
        note(session, request.id, f"corrected_{kind}", "coordinator")
    if request.state in SOUGHT and begins_anew(known, change):
        two_people = change.get("two_people", request.two_people)
        wanted = {"wanted": helpers_wanted(request.kind, two_people=two_people)}
        what = "time" if any(name in change for name in TIMES) else "needs"
        turn = turn_of(request, change["starts_at"]) if "starts_at" in change else {}
        seek_anew(session, links, request, {**change, **wanted, **turn}, what, whole)
    else:
        for name, value in change.items():
            setattr(request, name, value)
        _tell(session, links, request, known)
        _keep_safe(session, request, unwanted, other_group="target_group" in change)
    if counts_otherwise(known, change):
        count(session, request)


def _keep_safe(session: Session, request: Request, unwanted: Collection[UUID], *, other_group: bool) -> None:
    """Take back what was asked of whom the correction keeps from helping; whoever has promised is looked at soon."""
    asked = select(Offer.volunteer_id).where(Offer.request_id == request.id, Offer.state == "open")
    unfit = barred(session, request, session.scalars(asked).all()) if other_group else ()
    keeps_out = {*unwanted, *unfit}
    if keeps_out and withdraw_offers(session, request, Offer.volunteer_id.in_(keeps_out)):
        ask_on(session, request)
    if unwanted or other_group:
        schedule(session, SAFETY, request.id, moment(session))


def _tell(session: Session, links: Links, request: Request, known: Mapping[str, Any]) -> None:
    """Who has promised hears where to look; a person who is written to elsewhere hears there who comes."""
    before = known["person"]
    if request.state == State.ASSIGNED and written_at(before) != written_at(request.person):
        tell(session, request, *promises(session, links, request))
        return
    tell(session, request)
    elsewhere = (known["place"], known["destination"]) != (request.place, request.destination)
    if request.state in SOUGHT and (elsewhere or before["phone"] != request.person["phone"]):
        inform(session, links, request, helpers_of(session, request.id), "corrected")


def _know_as(session: Session, request: Request, key: bytes) -> frozenset[UUID]:
    """Know the person by another key, with whom they never want again; the volunteers whom only that key says.

    What was said to keep people safe is not lost with a wrong phone.
    """
    if key == request.person_key:
        return frozenset()
    unwanted = blocked_by(session, key) - set(request.blocked)
    request.blocked = sorted({*request.blocked, *unwanted})
    session.flush()
    theirs = select(literal(key), Volunteer.id).where(Volunteer.id.in_(request.blocked)).order_by(Volunteer.id)
    session.execute(upsert(Block).from_select(["person_key", "volunteer_id"], theirs).on_conflict_do_nothing())
    unblock_if_last(session, request)
    request.person_key = key
    return unwanted
