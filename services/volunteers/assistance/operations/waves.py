"""Volunteers are asked by the clock: each wave is a due row, so a worker that dies between two loses nothing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.matching import Match
from services.volunteers.assistance.domain.requests import OFFER, Kind, Links
from services.volunteers.assistance.domain.states import State
from services.volunteers.assistance.domain.waves import (
    FAMILIAR,
    OTHER_WAY,
    asked_at_once,
    familiar_ends_at,
    is_last,
    looks_again_at,
    may_go_on,
    wave_ends_at,
)
from services.volunteers.assistance.models import Offer, PartnerAsk, Request
from services.volunteers.assistance.operations.asking import GIVE_UP, WAVE
from services.volunteers.assistance.operations.awaiting import wake_other_way
from services.volunteers.assistance.operations.partners import ask_partners, hold_partnerships
from services.volunteers.assistance.operations.telling import (
    AGAIN,
    WITHDRAW,
    errand_of,
    free,
    note,
    sound_alarm,
    withdraw_offers,
)
from services.volunteers.assistance.queries.partners import agreed, awaited_until
from services.volunteers.assistance.queries.seeking import Next, next_of
from services.volunteers.assistance.queries.weeks import way_back_at
from services.volunteers.people.models import Volunteer
from services.volunteers.people.queries import contact_of
from shared.contracts.volunteers import RequestOffered
from shared.database import moment
from shared.messaging import outbox
from shared.messaging.due import schedule


def ask_wave(session: Session, links: Links, request_id: UUID) -> None:
    """Ask the next volunteers whether they can help, or partners for theirs; when nobody is left call the coordinator.

    Who fits is found before the request is locked; whatever has changed since, the lock sees. A week whose turn has
    not come waits for it, whatever woke it: somebody who was chosen by hand may have said no.
    """
    seen, now = session.get_one(Request, request_id), moment(session)
    wave = seen.wave
    found = next_of(session, seen, now) if seen.state == State.OPEN else Next()
    request = free(session, WAVE, request_id)
    if request is None or request.gives_up_at <= now:
        return
    if request.state == State.ASKED:
        sound_alarm(session, links, request, "nobody_looked")
    elif request.state == State.OPEN and request.sought_from and request.sought_from > now:
        schedule(session, WAVE, request_id, request.sought_from)
    elif request.state == State.OPEN and request.wave == wave:
        _go_on(session, links, request, found)


def _go_on(session: Session, links: Links, request: Request, found: Next) -> None:
    now = moment(session)
    if found.ask and found.ask.id not in {ask.id for ask, _waves in agreed(session, request.id)}:
        schedule(session, WAVE, request.id, now)  # the partner took it back this instant
        return
    if found.waits_until:
        schedule(session, WAVE, request.id, found.waits_until)
        return
    if found.fit:
        _next_wave(session, links, request, found)
        return
    ask_partners(session, links, request, found.partners)
    if found.partners and not hold_partnerships(session, request.organisation_id):
        schedule(session, WAVE, request.id, now + AGAIN)
        return
    if answer_by := awaited_until(session, request.id, now):
        schedule(session, WAVE, request.id, answer_by)
        return
    goes_on = may_go_on(request.kind, reachable=_has_phone(request))
    if not goes_on:  # from now on no yes counts, so that nobody is promised to somebody who has left
        request.gives_up_at = now
        schedule(session, GIVE_UP, request.id, now)
    if request.alarm is None:
        sound_alarm(session, links, request, "nobody_helps")
        wake_other_way(session, request)
    if not goes_on:
        return
    if again := looks_again_at(request.kind, now, request.gives_up_at, request.zone):
        schedule(session, WAVE, request.id, again)


def _has_phone(request: Request) -> bool:
    return any(one and one["phone"] for one in (request.person, request.asker))


def _next_wave(session: Session, links: Links, request: Request, found: Next) -> None:
    now, rings_one = moment(session), request.kind == Kind.KIOSK_HELP
    chosen = found.fit[: asked_at_once(request.kind, found.number)]
    more = len(found.fit) > len(chosen)
    ends_at = wave_ends_at(request.kind, now, request.gives_up_at, request.zone)
    if found.number == FAMILIAR:
        ends_at = familiar_ends_at(now, request.gives_up_at, request.zone)
    # Whoever was rung before is not waited for any more, but their yes still counts: they hear only if somebody else
    # comes. Whoever is rung last is waited for until the end, since nobody comes after them, unless it ends with them.
    until = ends_at if rings_one and (more or not may_go_on(request.kind, reachable=_has_phone(request))) else None
    request.wave += found.number not in (FAMILIAR, OTHER_WAY)
    offer_to(session, links, request, chosen, wave=request.wave, expires_at=until or request.gives_up_at, ask=found.ask)
    note(session, request.id, found.called, "clock", said=found.ask.name if found.ask else "")
    if is_last(request.kind, request.wave):
        wake_other_way(session, request)
    more_of_this = is_last(request.kind, found.number) and more and not rings_one
    schedule(session, WAVE, request.id, now if more_of_this else ends_at)


def offer_to(
    session: Session,
    links: Links,
    request: Request,
    chosen: Sequence[Match],
    *,
    wave: int,
    expires_at: datetime,
    ask: PartnerAsk | None = None,
    silently: bool = False,
) -> list[UUID]:
    """Ask these volunteers, who fit, by the channel they prefer; their answer is waited for until `expires_at`.

    A later one counts as long as somebody is sought.

    They are asked in the name of the partner who agreed by `ask`, else of the request's organisation; these read of a
    way back, for which whoever says yes is asked first. `silently` writes to none of them: whoever has promised on the
    phone is asked nothing any more.
    """
    ids = {match.candidate.id: uuid7() for match in chosen}
    return_at = None if ask else way_back_at(session, request)
    people = {one.id: one for one in session.scalars(select(Volunteer).where(Volunteer.id.in_(ids)))}
    rows = [
        {
            "id": ids[match.candidate.id],
            "request_id": request.id,
            "volunteer_id": match.candidate.id,
            "token_digest": links.digest(OFFER, ids[match.candidate.id]),
            "wave": wave,
            "reasons": list(match.reasons),
            "expires_at": expires_at,
            "ask_id": ask.id if ask else None,
        }
        for match in chosen
    ]
    session.execute(insert(Offer), rows)
    for volunteer_id, offer_id in () if silently else ids.items():
        message = RequestOffered(
            request_id=request.id,
            offer_id=offer_id,
            errand=errand_of(request, promised=False),
            volunteer=contact_of(people[volunteer_id]),
            link=links.offer(offer_id),
            expires_at=expires_at,
            asking=ask.name if ask else "",
            asked_for=ask.asking if ask else "",
            counts_until=request.gives_up_at,
            return_at=return_at,
        )
        outbox.publish(session, message, subject=offer_id, version=1)
    return list(ids.values())


def take_back_offers(session: Session, request_id: UUID) -> None:
    """Tell whoever was asked that somebody else helps, or nobody has to; a request that is open again keeps them."""
    request = free(session, WITHDRAW, request_id)
    if request is not None and request.state not in (State.ASKED, State.OPEN):
        withdraw_offers(session, request)
