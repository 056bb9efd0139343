"""What may be asked of people instead of the screen: a call, a visit, a helper, a ride, help with a service."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.events.directory.domain import holidays
from shared.contracts.parts import Errand
from shared.errors import Conflict, Invalid, _

KEPT = timedelta(days=30)
"""After so long a name and a phone number are wiped from the list of calls."""
FORGET = "kiosk_call_forgotten"
"""Kind of the due row at which they are."""
AGAIN = "kiosk_call_waits"
"""Kind of the due row at which staff hear once more that nobody has called."""
HELP_KEPT = timedelta(days=1)
"""After so long nobody waits at a screen any more, and nothing is kept of it."""
FORGET_HELP = "kiosk_help_forgotten"
"""Kind of the due row at which it goes."""
PATIENCE = timedelta(hours=8)
"""Working hours, a day's worth, that somebody waits for a call before staff hear of it again."""
OPENS, CLOSES = time(8), time(17)
"""When offices work."""
SATURDAY = 5
DAYS = 5
"""Working days that somebody may choose among; who plans further ahead is called."""
HELP_LASTS, RIDE_TAKES = timedelta(hours=1), timedelta(minutes=40)
"""How long a helper at the kiosk is asked for, and how long before an appointment a ride begins."""
WATCHED = HELP_LASTS + timedelta(minutes=5)
"""So long the screen looks again by itself whether somebody comes; by then the search is over and its end was told."""


class Wish(StrEnum):
    """What somebody asks for."""

    CALL = "call"
    VISIT = "visit"
    HELPER = "helper"
    RIDE = "ride"
    SERVICE = "service"


class Reach(StrEnum):
    """Where the helper finds somebody who wants one at the kiosk."""

    HERE = "here"
    PHONE = "phone"


REACH_NAMES = {
    Reach.HERE: _("I have no phone with me: come to this screen"),
    Reach.PHONE: _("Call me if you do not find me"),
}


class Coming(StrEnum):
    """Whether a helper comes to the screen, as the volunteers service tells it."""

    ASKED = "asked"
    COMES = "comes"
    NOBODY = "nobody"


class Half(StrEnum):
    """The part of a day in which somebody comes."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


HALF_NAMES = {Half.MORNING: _("Before noon, 9–12"), Half.AFTERNOON: _("After noon, 13–16")}
HOURS = {Half.MORNING: (time(9), time(12)), Half.AFTERNOON: (time(13), time(16))}


class Call(StrEnum):
    """How a wish to be called stands."""

    OPEN = "open"
    DONE = "done"
    NOT_REACHED = "not_reached"


CALL_STATES = {Call.OPEN: _("To call"), Call.DONE: _("Called"), Call.NOT_REACHED: _("Not reached")}


class CallIsAnswered(Conflict):
    """A colleague has spoken with the person meanwhile."""

    code = "call-is-answered"
    title = _("A colleague has called already. Look at the list again.")


class NobodyAnswers(Conflict):
    """No organisation has a kiosk here, so nobody would read what is asked."""

    code = "nobody-answers"
    title = _("Nobody reads requests here yet. Please call us.")


class NumberIsAbroad(Invalid):
    """A mobile of a country to which nothing is sent from here, where a phone is all that is asked for."""

    code = "kiosk-number-is-abroad"
    title = _("We cannot send SMS to numbers of this country. Please type another number.")


class OnlyAtAKiosk(Conflict):
    """Nobody can be sent to a screen of which we do not know where it is."""

    code = "only-at-a-kiosk"
    title = _("A helper comes only to a screen in town. Ask us to call you instead.")


def days_to_choose(today: date) -> list[date]:
    """The next working days, from tomorrow: not on weekends and public holidays of Lithuania (Labour Code)."""
    ahead = (today + timedelta(days=number) for number in range(1, 31))
    working = [day for day in ahead if day.weekday() < SATURDAY and day not in holidays(day.year)]
    return working[:DAYS]


def told_again_at(now: datetime, zone: str) -> datetime:
    """PATIENCE later by working hours in this zone: 8 to 17 on working days, not on public holidays; with offset."""
    local, left = now.astimezone(ZoneInfo(zone)), PATIENCE
    day = local.date()
    while True:
        opens, closes = (datetime.combine(day, hour, local.tzinfo) for hour in (OPENS, CLOSES))
        begins = max(opens, local)
        if day.weekday() < SATURDAY and day not in holidays(day.year) and begins < closes:
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)


def hours_to_choose() -> list[str]:
    """Hours of an appointment that somebody may be driven to, on the clocks of the town: `08:00` to `17:00`."""
    return [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(16, 35)]


def errand(
    wish: Wish,
    *,
    now: datetime,
    zone: str,
    area: str,
    day: date | None = None,
    half: Half | None = None,
    hour: str | None = None,
    destination: str = "",
) -> Errand:
    """What a volunteer is asked to do; `now` has an offset, day and hours are on the wall clocks of `zone`.

    Raises ValueError for a call and for help with a service, which staff see to themselves.
    """
    place = ZoneInfo(zone)
    if wish is Wish.HELPER:
        return Errand(kind="kiosk_help", starts_at=now, ends_at=now + HELP_LASTS, zone=zone, area=area)
    if wish is Wish.VISIT and day and half:
        begin, end = (datetime.combine(day, clock, place) for clock in HOURS[half])
        return Errand(kind="home_visit", starts_at=begin, ends_at=end, zone=zone, area=area)
    if wish is Wish.RIDE and day and hour:
        there = datetime.combine(day, time.fromisoformat(hour), place)
        return Errand(
            kind="ride",
            starts_at=there - RIDE_TAKES,
            ends_at=there,
            zone=zone,
            area=area,
            destination=destination,
            appointment_at=there,
        )
    raise ValueError(f"no errand is a {wish}")
