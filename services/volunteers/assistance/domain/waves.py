"""When how many volunteers are asked. Everything here is a function of moments; who is asked is the matching's matter.

The first wave asks the best three, the second ten more, from the third on all that fit, in lots. Each lasts a quarter
of what is left, four hours at most, so that a coordinator hears of it in good time. Of weekly help, whoever helped the
week before is asked alone before the first; of a ride with a way back, whoever has promised the other way. When nobody
is left who serves the place, those who named other places are asked; when nobody is left at all, we look again until
the search ends. At a screen that is so only for whoever can be called: who has no phone is told that nobody comes, and
goes.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.volunteers.assistance.domain.requests import Kind
from services.volunteers.assistance.domain.states import State

FIRST, SECOND, LOT = 3, 10, 100
"""How many are asked in the first wave, in the second, and at once in each lot of those after."""
LAST_WAVE = 3
FAMILIAR = 0
"""The wave before the first, in which whoever helped the week before is asked."""
OTHER_WAY = -1
"""The one in which whoever has promised the other way is asked, as long as a wave lasts: they have just said yes."""
FAMILIAR_ALONE = timedelta(days=1)
"""So long at most nobody else is asked: they may work, and read their messages in the evening."""
LONGEST_WAVE = timedelta(hours=4)
SHARE = 4
"""Each wave takes one part in so many of the time that is left."""
GIVE_UP_BEFORE = timedelta(hours=1)
"""Before the start: the person must still be able to call a taxi, or to move the appointment."""
KIOSK_RINGS = timedelta(minutes=3)
"""How long one volunteer on duty is waited for while somebody stands at the screen."""
LOOKED_AGAIN = timedelta(hours=3)
"""After so long somebody may have joined or become free."""
FAMILIAR_NEEDS = timedelta(days=2)
"""Nobody is asked alone when less is left: somebody may have dropped out, and all waves are needed."""
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(8)
MORNING_NEEDS = timedelta(hours=3)
"""Nobody is asked at night, unless the morning would leave less than this."""


def gives_up_at(kind: str, starts_at: datetime, ends_at: datetime, opened_at: datetime) -> datetime:
    """When nobody is sought any more (UTC): an hour before the start, later if it was asked for at short notice.

    The hour is one that passes: by the clock on the wall there is another, or none, in the nights when that is changed.
    """
    if kind == Kind.KIOSK_HELP:
        return ends_at.astimezone(UTC)
    begins, opened = starts_at.astimezone(UTC), opened_at.astimezone(UTC)
    return max(opened, begins - min(GIVE_UP_BEFORE, (begins - opened) / SHARE))


def by_day(moment: datetime, until: datetime, zone: str) -> datetime:
    """The moment, or the next morning if it is night in this zone and the morning leaves enough time `until` then."""
    local = moment.astimezone(ZoneInfo(zone))
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return moment
    day = local.date() + timedelta(days=local.time() >= NIGHT_BEGINS)
    morning = datetime.combine(day, NIGHT_ENDS, local.tzinfo)
    return morning if until - morning >= MORNING_NEEDS else moment


def wave_ends_at(kind: str, now: datetime, until: datetime, zone: str) -> datetime:
    """When the next wave begins after one that begins now; `until` is when the search ends."""
    if kind == Kind.KIOSK_HELP:
        return min(now + KIOSK_RINGS, until)
    return by_day(now + min(LONGEST_WAVE, (until - now) / SHARE), until, zone)


def has_time_for_one(now: datetime, until: datetime) -> bool:
    """Whether enough time is left for whoever helped the week before to be asked alone."""
    return until - now >= FAMILIAR_NEEDS


def familiar_ends_at(now: datetime, until: datetime, zone: str) -> datetime:
    """When others are asked after whoever helped the week before, who is asked now; `until` is when the search ends."""
    return by_day(now + min(FAMILIAR_ALONE, (until - now) / SHARE), until, zone)


def goes_first(there: str, wave: int, *, alarmed: bool) -> bool:
    """Whether a way back waits for its way there, in this state and after so many waves.

    So whoever takes that can be asked first. Once all were asked for it, or coordinators called, nobody waits any more.
    """
    return there == State.OPEN and wave < LAST_WAVE and not alarmed


def asked_at_once(kind: str, wave: int) -> int:
    """How many are asked when this wave begins, from 1; of FAMILIAR and OTHER_WAY all."""
    if kind == Kind.KIOSK_HELP:
        return 1
    return {1: FIRST, 2: SECOND}.get(wave, LOT)


def is_last(kind: str, wave: int) -> bool:
    """Whether this wave is the one in which everybody who fits is asked."""
    return kind == Kind.KIOSK_HELP or wave >= LAST_WAVE


def may_go_on(kind: str, *, reachable: bool) -> bool:
    """Whether we look on after nobody was left; `reachable` is whether somebody can be told of a helper by phone.

    Who stood at the screen without one was sent away: a helper would come for nobody.
    """
    return reachable or kind != Kind.KIOSK_HELP


def looks_again_at(kind: str, now: datetime, until: datetime, zone: str) -> datetime | None:
    """When we look again for somebody to ask, after nobody was left; None if the search ends before."""
    again = now + KIOSK_RINGS if kind == Kind.KIOSK_HELP else by_day(now + LOOKED_AGAIN, until, zone)
    return again if again < until else None
