"""Volunteers are asked by the clock: each wave is a due row, so a worker that dies between two loses nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.matching import Match
from services.volunteers.assistance.domain.requests import OFFER, Kind, Links
from services.volunteers.assistance.domain.states import State
from services.volunteers.assistance.domain.waves import asked_at_once, is_last, looks_again_at, wave_ends_at
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.asking import WAVE
from services.volunteers.assistance.operations.telling import (
    WITHDRAW,
    errand_of,
    free,
    note,
    sound_alarm,
    withdraw_offers,
)
from services.volunteers.assistance.queries.candidates import best
from services.volunteers.people.models import Volunteer
from services.volunteers.people.queries import contact_of
from shared.contracts.volunteers import RequestOffered
from shared.database import moment
from shared.messaging import outbox
from shared.messaging.due import schedule


def ask_wave(session: Session, links: Links, request_id: UUID) -> None:
    """Ask the next volunteers whether they can help, or call the coordinator when nobody is left to ask.

    When nobody is left who serves the place, those who named other places are asked. Who fits is found before the
    request is locked; whatever has changed since, the lock sees.
    """
    seen, now = session.get_one(Request, request_id), moment(session)
    wave, most = seen.wave, asked_at_once(seen.kind, seen.wave + 1)
    fit = best(session, seen, now, most + 1) if seen.state == State.OPEN else []
    wider = seen.state == State.OPEN and not fit and seen.kind != Kind.KIOSK_HELP
    fit = best(session, seen, now, most + 1, everywhere=True) if wider else fit
    request = free(session, WAVE, request_id)
    if request is None or request.gives_up_at <= now:
        return
    if request.state == State.ASKED:
        sound_alarm(session, links, request, "nobody_helps")
    elif request.state == State.OPEN and request.wave == wave:
        _next_wave(session, links, request, fit, "wave_wider" if wider else f"wave_{min(wave + 1, 3)}")


def _next_wave(session: Session, links: Links, request: Request, fit: list[Match], called: str) -> None:
    now, rings_one = moment(session), request.kind == Kind.KIOSK_HELP
    wave = request.wave + 1
    chosen = fit[: asked_at_once(request.kind, wave)]
    ends_at = wave_ends_at(request.kind, now, request.gives_up_at, request.zone)
    if not chosen:
        if request.alarm is None:
            sound_alarm(session, links, request, "nobody_helps")
        if again := looks_again_at(request.kind, now, request.gives_up_at, request.zone):
            schedule(session, WAVE, request.id, again)
        return
    if rings_one:
        withdraw_offers(session, request)
    # Whoever is rung last is waited for until the end, since nobody comes after them.
    until = ends_at if rings_one and len(fit) > len(chosen) else request.gives_up_at
    offer_to(session, links, request, chosen, wave=wave, expires_at=until)
    request.wave = wave
    note(session, request.id, called, "clock")
    more_of_this = is_last(request.kind, wave) and len(fit) > len(chosen) and not rings_one
    schedule(session, WAVE, request.id, now if more_of_this else ends_at)


def offer_to(
    session: Session,
    links: Links,
    request: Request,
    chosen: list[Match],
    *,
    wave: int,
    expires_at: datetime,
    silently: bool = False,
) -> list[UUID]:
    """Ask these volunteers, who fit, by the channel they prefer; their answer counts until `expires_at`.

    `silently` writes to none of them: whoever has promised on the phone is asked nothing any more.
    """
    ids = {match.candidate.id: uuid7() for match in chosen}
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
        )
        outbox.publish(session, message, subject=offer_id, version=1)
    return list(ids.values())


def take_back_offers(session: Session, request_id: UUID) -> None:
    """Tell whoever was asked that somebody else helps, or nobody has to; a request that is open again keeps them."""
    request = free(session, WITHDRAW, request_id)
    if request is not None and request.state not in (State.ASKED, State.OPEN):
        withdraw_offers(session, request)
