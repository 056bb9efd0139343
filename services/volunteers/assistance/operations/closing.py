"""Requests end: cancelled, given up, done, or because somebody did not come. Always with a reason, and all hear."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import (
    ENDED,
    OUTCOMES,
    SOUGHT,
    WAY_THERE_MISSED,
    Act,
    State,
    after,
    check_reason,
    ended_by_link,
    is_late,
    is_possible,
)
from services.volunteers.assistance.domain.visits import HasNotBegun, forgotten_at, may_be_told
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.asking import GIVE_UP, WAVE, way_back
from services.volunteers.assistance.operations.awaiting import wake_other_way
from services.volunteers.assistance.operations.claims import OVERDUE
from services.volunteers.assistance.operations.forgetting import FORGET, wipe_if_nobodys
from services.volunteers.assistance.operations.informing import inform
from services.volunteers.assistance.operations.joining import give_back
from services.volunteers.assistance.operations.telling import (
    WITHDRAW,
    facts_of,
    free,
    locked,
    note,
    sound_alarm,
    tell,
)
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.people.queries import contact_of
from shared.audit import audit
from shared.contracts.parts import Contact
from shared.contracts.volunteers import RequestClosed
from shared.database import moment
from shared.messaging.due import schedule, unschedule

ALARM, NEVER_ENDED = "visit_alarm", "visit_never_ended"
"""Due rows: the helper was asked whether all is well and has not answered; nor has anybody since, for days."""


NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
"""What the message of an end says besides, of one that is in no series that ends."""
OF_SERIES: Mapping[str, Any] = MappingProxyType({"of_series": True})
"""That whoever asked hears of the series as a whole."""


def end(
    session: Session,
    links: Links,
    request: Request,
    act: Act,
    reason: str,
    by: str,
    series: Mapping[str, Any] = NOTHING_MORE,
) -> None:
    """End a locked request. `by` is `person`, `asker`, `either`, `helper`, `coordinator`, `provider` or `clock`.

    `series` is what the message says of the series that ends with it.

    Promises leave the calendar, unless the help took place. When somebody did not come, coordinators are called about
    the way back. What was never opened may name anybody's phone: that it is cancelled is told without a contact; that
    nobody helps is written, since whoever asked counts on hearing it (0045). Raises NotNow and ReasonIsMissing.
    """
    now, helpers, opened = moment(session), helpers_of(session, request.id), request.state != State.ASKED
    request.state, request.reason = after(request.state, act), check_reason(act, reason)
    request.closed_at, request.closed_by, request.alarm = now, by, None
    request.late = act != Act.FINISH and is_late(now, request.starts_at)
    request.unreached = request.unreached and act != Act.FINISH  # who was helped needs no call any more
    session.flush()
    note(session, request.id, str(request.state), by)
    if act in (Act.CANCEL, Act.GIVE_UP):
        give_back(session, request, [offer.id for offer, _volunteer in helpers])
    for kind in (WAVE, GIVE_UP, OVERDUE, ALARM, NEVER_ENDED):
        unschedule(session, kind, request.id)
    schedule(session, WITHDRAW, request.id, now)
    schedule(session, FORGET, request.id, forgotten_at(now, request.weekly_until))
    facts = {**facts_of(request, links), "outcome": OUTCOMES[act], "reason": request.reason, "by": by, **series}
    facts["helpers"] = max(len(helpers), 1)
    if not opened and act == Act.CANCEL:
        facts |= {"person": Contact(channel="none", language=request.person["language"]), "asker": None}
    promised: list[Contact | None] = [contact_of(volunteer) for _offer, volunteer in helpers]
    tell(session, request, *(RequestClosed(**facts, helper=contact) for contact in promised or [None]))
    if act == Act.GIVE_UP:
        wake_other_way(session, request)
    if act == Act.MISS:
        _doubt_way_back(session, links, request)
    wipe_if_nobodys(session, request)


def _doubt_way_back(session: Session, links: Links, request: Request) -> None:
    """Nobody was driven there, and may still have to come home: coordinators ask, and the helper waits to hear."""
    for leg in way_back(session, request.id):
        if leg.state in SOUGHT:
            sound_alarm(session, links, leg, WAY_THERE_MISSED)
            inform(session, links, leg, helpers_of(session, leg.id), WAY_THERE_MISSED)


def cancel(session: Session, links: Links, request_id: UUID, reason: str = "no_longer_needed") -> None:
    """Cancel what one asked for, by its link; the way back goes with the way there. Twice changes nothing.

    Raises NotFound, and NotNow once the help has begun.
    """
    request = locked(session, request_id)
    if request.state != State.CANCELLED:
        cancel_legs(session, links, request, reason, whose(request))


def whose(request: Request) -> str:
    """Who ends what they asked for, by its link."""
    return ended_by_link(request.person["channel"], request.asker["channel"] if request.asker else None)


def cancel_legs(
    session: Session, links: Links, request: Request, reason: str, by: str, series: Mapping[str, Any] = NOTHING_MORE
) -> None:
    """Cancel a locked request with its way back, unless somebody is on that already. Raises NotNow."""
    end(session, links, request, Act.CANCEL, reason, by, series)
    for leg in way_back(session, request.id):
        if leg.state not in ENDED and leg.state != State.UNDER_WAY:
            end(session, links, leg, Act.CANCEL, reason, by, OF_SERIES if series else NOTHING_MORE)


def close(
    session: Session,
    links: Links,
    who: UUID,
    request_id: UUID,
    organisations: Collection[UUID],
    *,
    act: Act,
    reason: str = "",
    series: Mapping[str, Any] = NOTHING_MORE,
) -> None:
    """End a request as `who`, a coordinator of these organisations, and note it; a cancelled one takes its way back.

    `series` is what the message of a cancelled one says of the series that ends with it.
    The same end twice changes nothing. Raises NotFound, NotNow, ReasonIsMissing, and HasNotBegun for what only its
    time shows.
    """
    request = locked(session, request_id, Request.organisation_id.in_(organisations))
    if request.state in ENDED and request.state == OUTCOMES[act] and request.reason == reason:
        return
    if is_possible(request.state, act) and not may_be_told(act, request.state, moment(session), request.starts_at):
        raise HasNotBegun
    if act == Act.CANCEL:
        cancel_legs(session, links, request, reason, "coordinator", series)
    else:
        end(session, links, request, act, reason, "coordinator")
    audit(session, who, f"request_{OUTCOMES[act]}", request_id)


def give_up(session: Session, links: Links, request_id: UUID) -> None:
    """End a request for which nobody was found in time: the person hears it while something else can still be done.

    What no coordinator looked at in time, or came too late for anybody to be asked, ends for another reason.
    """
    request = free(session, GIVE_UP, request_id)
    if request is None or request.state not in (State.ASKED, State.OPEN):
        return
    if request.gives_up_at > moment(session):
        schedule(session, GIVE_UP, request_id, request.gives_up_at)
        return
    sought = request.state == State.OPEN and (request.wave or request.alarm)
    reason = "nobody" if sought else "no_time"
    end(session, links, request, Act.GIVE_UP, reason, "clock")
