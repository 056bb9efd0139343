"""Help follows an appointment that was moved: who had promised is released, and volunteers are asked anew."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.moving import led_elsewhere, shifted
from services.volunteers.assistance.domain.repeating import later
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import ENDED, State
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.claims import promises
from services.volunteers.assistance.operations.moving import week_of
from services.volunteers.assistance.operations.referrals import heard_of, on_the_way
from services.volunteers.assistance.operations.seeking import seek_anew
from services.volunteers.assistance.operations.telling import note, sound_alarm, tell
from services.volunteers.assistance.queries.weeks import pattern_of
from shared.database import moment


def move_for_referral(
    session: Session, links: Links, referral_id: UUID, version: int, appointment_at: datetime, destination: str
) -> None:
    """Let the help on the way to a service follow its appointment; what is older than the newest heard changes nothing.

    Coordinators are called about what cannot follow: somebody is driven, or waits where they were driven to, or the
    new time would begin in the past. Where only the place is another, promises hold, and are told again. The
    appointment is that of the first of a weekly request: its weeks, and those that are made later, follow as far.
    """
    heard = heard_of(session, referral_id)
    if heard.closed or heard.version >= version:
        return
    heard.version, heard.appointment_at, heard.destination = version, appointment_at, destination
    session.flush()
    found = on_the_way(session, referral_id)
    was = {one.id: (one.appointment_at, one.destination) for one in found}
    by_id = {one.id: one for one in found}
    patterns = {one.id: pattern_of(session, one) for one in found if one.weekly_until and one.appointment_at}
    begun = {one.id for one in found if one.state in (State.UNDER_WAY, State.DONE)}
    for request in found:
        way = request.leg_of or request.id
        before, led_to = was[way]
        first = by_id[by_id[way].repeat_of or way]
        at = later(appointment_at, week_of(request, first, by_id), request.zone)
        if request.state in ENDED or before is None or (before, led_to) == (at, destination):
            continue
        shift = at - before
        if way in begun or request.starts_at + shift <= moment(session):
            sound_alarm(session, links, request, "appointment_moved")
            continue
        request.destination = led_elsewhere(request.destination, led_to, destination)
        request.place = led_elsewhere(request.place, led_to, destination)
        if shift:
            _follow(session, links, request, shift)
        elif request.state == State.ASSIGNED:
            tell(session, request, *promises(session, links, request))
    for id_, pattern in patterns.items():
        by_id[id_].pattern = pattern.shifted(appointment_at - (pattern.appointment_at or appointment_at)).stored()


def _follow(session: Session, links: Links, request: Request, shift: timedelta) -> None:
    """Seek somebody for the new time."""
    kept = {name: getattr(request, name) for name in ("starts_at", "ends_at", "appointment_at", "sought_from")}
    note(session, request.id, "moved", "clock")
    seek_anew(session, links, request, shifted(kept, shift), "time")
