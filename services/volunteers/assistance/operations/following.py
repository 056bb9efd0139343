"""Help follows an appointment that was moved: who had promised is released, and volunteers are asked anew."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.moving import led_elsewhere, shifted
from services.volunteers.assistance.domain.requests import REQUEST, Links
from services.volunteers.assistance.domain.states import ENDED, Act, State, after
from services.volunteers.assistance.domain.waves import by_day, gives_up_at
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.asking import GIVE_UP, WAVE, await_yes
from services.volunteers.assistance.operations.claims import OVERDUE, promises
from services.volunteers.assistance.operations.partners import withdraw_asks
from services.volunteers.assistance.operations.referrals import heard_of, on_the_way
from services.volunteers.assistance.operations.telling import (
    errand_of,
    facts_of,
    note,
    sound_alarm,
    tell,
    withdraw_offers,
)
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.people.operations.calendar import rearrange
from services.volunteers.people.queries import contact_of
from shared.contracts.parts import Contact
from shared.contracts.volunteers import RequestMoved
from shared.database import moment
from shared.messaging.due import schedule, unschedule


def move_for_referral(
    session: Session, links: Links, referral_id: UUID, version: int, appointment_at: datetime, destination: str
) -> None:
    """Let the help on the way to a service follow its appointment; what is older than the newest heard changes nothing.

    Coordinators are called about what cannot follow: somebody is driven, or waits where they were driven to, or the
    new time would begin in the past. Where only the place is another, promises hold, and are told again.
    """
    heard = heard_of(session, referral_id)
    if heard.closed or heard.version >= version:
        return
    heard.version, heard.appointment_at, heard.destination = version, appointment_at, destination
    session.flush()
    found = on_the_way(session, referral_id)
    was = {one.id: (one.appointment_at, one.destination) for one in found}
    begun = {one.id for one in found if one.state in (State.UNDER_WAY, State.DONE)}
    for request in found:
        way = request.leg_of or request.id
        before, led_to = was[way]
        if request.state in ENDED or before is None or (before, led_to) == (appointment_at, destination):
            continue
        shift = appointment_at - before
        if way in begun or request.starts_at + shift <= moment(session):
            sound_alarm(session, links, request, "appointment_moved")
            continue
        request.destination = led_elsewhere(request.destination, led_to, destination)
        request.place = led_elsewhere(request.place, led_to, destination)
        if shift:
            _follow(session, links, request, shift)
        elif request.state == State.ASSIGNED:
            tell(session, request, *promises(session, links, request))


def _follow(session: Session, links: Links, request: Request, shift: timedelta) -> None:
    """Seek somebody for the new time: nobody has promised that, and whoever said no may be free then."""
    was = errand_of(request)
    withdraw_offers(session, request)
    withdraw_asks(session, request.id)
    helpers = helpers_of(session, request.id)
    rearrange(session, REQUEST, gone=[offer.id for offer, _volunteer in helpers])
    answered = (Offer.request_id == request.id, Offer.state.in_(("accepted", "declined")))
    session.execute(update(Offer).where(*answered).values(state="withdrawn", version=Offer.version + 1))
    if request.state == State.ASSIGNED:
        request.state = after(request.state, Act.REOPEN)
    kept = {name: getattr(request, name) for name in ("starts_at", "ends_at", "appointment_at", "sought_from")}
    for name, at in shifted(kept, shift).items():
        setattr(request, name, at)
    request.taken, request.wave, request.alarm = 0, 0, None
    now = moment(session)
    request.gives_up_at = gives_up_at(request.kind, request.starts_at, request.ends_at, now)
    session.flush()
    unschedule(session, OVERDUE, request.id)
    note(session, request.id, "moved", "clock")
    promised: list[Contact | None] = [contact_of(volunteer) for _offer, volunteer in helpers]
    facts = facts_of(request, links) | {"state": str(request.state)}
    if request.state == State.ASKED:
        facts |= {"person": Contact(channel="none", language=request.person["language"]), "asker": None}
    tell(session, request, *(RequestMoved(**facts, helper=contact, was=was) for contact in promised or [None]))
    if request.state == State.ASKED:
        await_yes(session, request)
        return
    schedule(session, WAVE, request.id, by_day(now, request.gives_up_at, request.zone))
    schedule(session, GIVE_UP, request.id, request.gives_up_at)
