"""The search begins anew: what volunteers were asked with is not true any more."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import Act, State, after
from services.volunteers.assistance.domain.waves import by_day, gives_up_at
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.asking import GIVE_UP, WAVE, await_yes
from services.volunteers.assistance.operations.claims import OVERDUE
from services.volunteers.assistance.operations.closing import NOTHING_MORE
from services.volunteers.assistance.operations.joining import give_back
from services.volunteers.assistance.operations.partners import withdraw_asks
from services.volunteers.assistance.operations.telling import errand_of, facts_of, tell, withdraw_offers
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.people.queries import contact_of
from shared.contracts.parts import Contact
from shared.contracts.volunteers import RequestMoved
from shared.database import moment
from shared.messaging.due import schedule, unschedule


def seek_anew(
    session: Session,
    links: Links,
    request: Request,
    facts: Mapping[str, Any],
    what: str,
    series: Mapping[str, Any] = NOTHING_MORE,
) -> None:
    """Give a locked request other facts, and seek somebody for these: nobody has promised them.

    Whoever said no may be free then. `what` is `time`, of which all hear, or `needs`: of these only whoever had
    promised hears, and the person who counts on them. `series` is what the message says of a series that moves as a
    whole.
    """
    was = errand_of(request)
    withdraw_offers(session, request)
    withdraw_asks(session, request.id)
    helpers = helpers_of(session, request.id)
    give_back(session, request, [offer.id for offer, _volunteer in helpers])
    answered = (Offer.request_id == request.id, Offer.state.in_(("accepted", "declined")))
    session.execute(update(Offer).where(*answered).values(state="withdrawn", version=Offer.version + 1))
    if request.state == State.ASSIGNED:
        request.state = after(request.state, Act.REOPEN)
    for name, value in facts.items():
        setattr(request, name, value)
    request.taken, request.wave, request.alarm = 0, 0, None
    now = moment(session)
    request.gives_up_at = gives_up_at(request.kind, request.starts_at, request.ends_at, now)
    session.flush()
    unschedule(session, OVERDUE, request.id)
    promised: list[Contact | None] = [contact_of(volunteer) for _offer, volunteer in helpers]
    told = facts_of(request, links) | {"state": str(request.state), "what": what, "was": was, **series}
    if request.state == State.ASKED:
        told |= {"person": Contact(channel="none", language=request.person["language"]), "asker": None}
    concerned = promised or ([None] if what == "time" else [])
    tell(session, request, *(RequestMoved(**told, helper=contact) for contact in concerned))
    if request.state == State.ASKED:
        await_yes(session, request)
        return
    schedule(session, WAVE, request.id, by_day(now, request.gives_up_at, request.zone))
    schedule(session, GIVE_UP, request.id, request.gives_up_at)
