"""When a message leaves. Moments are in UTC unless said.

An answer tells people what they have just done themselves and leaves at once, at any hour; news waits for the morning.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from services.notifications.recipients.domain import Purpose

ASKED_FOR = frozenset(
    {
        Purpose.STAFF_SIGN_IN,
        Purpose.VOLUNTEER_SIGN_IN,
        Purpose.STOP_CONFIRMED,
        Purpose.START_CONFIRMED,
        Purpose.HELP_ANSWER,
        Purpose.PRIVACY_CODE,
        Purpose.PRIVACY_READY,
        Purpose.PRIVACY_DONE,
        Purpose.WHICH_MEANT,
        Purpose.WHICH_DECLINED,
        Purpose.PASSED_ON,
        Purpose.TOO_EARLY,
        Purpose.AT_VISIT,
    },
)
"""Answers to what somebody asks of us, about no event: sent even to those who told us to stop."""

ALARMS = frozenset({Purpose.VISIT_OVERDUE, Purpose.HELP_CALLED, Purpose.STAFF_ALERTED})
"""Somebody may be in need: these leave at any hour and are repeated when uncertain."""

ANSWERS = (
    ASKED_FOR
    | ALARMS
    | {
        Purpose.ANSWER,
        Purpose.WHY_NOT,
        Purpose.CONTACT_CHANGED,
        Purpose.REGISTRATION_CONFIRMED,
        Purpose.REGISTRATION_WAITLISTED,
        Purpose.REGISTRATION_CANCELLED,
        Purpose.REGISTRATION_MOVED,
        Purpose.SIGN_UP_CONFIRMED,
        Purpose.SIGN_UP_CANCELLED,
        Purpose.REQUEST_OPENED,
        Purpose.REQUEST_TAKEN,
        Purpose.TAKE_AWAY,
        Purpose.SUBSCRIPTION_ASKED,
    }
)
"""What people wait for, and alarms: it leaves at once and at any hour."""

URGENT = frozenset(
    {
        Purpose.EVENT_CANCELLED,
        Purpose.EVENT_CHANGED,
        Purpose.EVENT_CHANGED_OFFERED,
        Purpose.EVENT_CHANGED_WAITING,
        Purpose.SHIFT_CANCELLED,
        Purpose.SHIFT_CHANGED,
        Purpose.REQUEST_ASSIGNED,
        Purpose.REQUEST_REOPENED,
        Purpose.REQUEST_MOVED,
        Purpose.REQUEST_CLOSED,
        Purpose.HELPER_INFORMED,
    },
)
"""News that somebody stands before a closed door without: may break the quiet hours, and is repeated when uncertain."""

REPEATED = URGENT | ALARMS
"""What is sent once more, marked so, where nobody knows whether it arrived."""

SHORT_LIVED = frozenset({Purpose.REGISTRATION_OFFERED, Purpose.REGISTRATION_PROMOTED, Purpose.REQUEST_OFFERED})
"""Good news that may be worth nothing by the morning: may break the quiet hours like urgent news."""

IN_BULK = frozenset({Purpose.DIGEST, Purpose.CAMPAIGN})
"""What goes to many and is about nobody's own affair: it stands behind all else."""


def rush(purpose: Purpose) -> int:
    """Its place among all that is due, 0 first: people wait for answers, and no ten thousand news may delay them.

    A helper is asked as fast as urgent news is told: some offers last for minutes.
    """
    if purpose in ANSWERS:
        return 0
    if purpose in URGENT or purpose is Purpose.REQUEST_OFFERED:
        return 1
    return 3 if purpose in IN_BULK else 2


LEAD = MappingProxyType(
    {
        Purpose.REMINDER_24H: timedelta(hours=24),
        Purpose.REMINDER_2H: timedelta(hours=2),
        Purpose.SHIFT_REMINDER_24H: timedelta(hours=24),
        Purpose.SHIFT_REMINDER_2H: timedelta(hours=2),
    }
)
"""How long before the start a reminder is due, in elapsed time."""

_REMINDER_IS_USEFUL_UNTIL = MappingProxyType(
    {timedelta(hours=24): timedelta(hours=2), timedelta(hours=2): timedelta(minutes=30)}
)
_EVENING_MARGIN = timedelta(hours=1)
_WORTH_WAKING = timedelta(hours=2)
_KEPT = timedelta(hours=48)
_VILNIUS = ZoneInfo("Europe/Vilnius")


@dataclass(frozen=True, slots=True)
class Night:
    """One stretch of quiet, from `begins` until just before `ends`."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the wall clock in which news waits, 21-8 unless chosen otherwise; who said `any_hour` has none."""

    begins: time = time(21)
    ends: time = time(8)
    zone: ZoneInfo = _VILNIUS

    def around(self, moment: datetime) -> Night | None:
        """The night that this moment falls in, as UTC; its length follows the clock changes."""
        local = moment.astimezone(self.zone)
        day, clock = local.date(), local.time()
        if self.begins <= self.ends:
            return self._night(day, day) if self.begins <= clock < self.ends else None
        if clock >= self.begins:
            return self._night(day, day + timedelta(days=1))
        return self._night(day - timedelta(days=1), day) if clock < self.ends else None

    def _night(self, first: date, last: date) -> Night:
        return Night(self._utc(first, self.begins), self._utc(last, self.ends))

    def _utc(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of what a message is about; `old_starts_at` is the start that a move has cancelled."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    old_starts_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When a message may leave and until when it is of use."""

    not_before: datetime
    useful_until: datetime


def window(purpose: Purpose, now: datetime, times: Times, quiet: QuietHours | None) -> Window:
    """When to send what is told now: answers at once, news in the morning, and before it where that would be too late.

    Of use until the offer or code expires, else until all of it is over, else for two days.
    """
    ends = [moment for moment in (times.ends_at or times.starts_at, times.old_starts_at) if moment]
    until = times.expires_at or max(ends, default=now + _KEPT)
    return Window(not_before(purpose, now, times, quiet), until)


def not_before(purpose: Purpose, now: datetime, times: Times, quiet: QuietHours | None) -> datetime:
    """The first moment from `now` at which a message of this purpose may leave."""
    night = quiet.around(now) if quiet and purpose not in ANSWERS else None
    if night is None or (purpose in URGENT | SHORT_LIVED and _morning_is_too_late(times, night)):
        return now
    return night.ends


def _morning_is_too_late(times: Times, night: Night) -> bool:
    """Whether people would set out, or have to answer, before or right after they could be told in the morning."""
    moments = (times.starts_at, times.old_starts_at, times.expires_at)
    return any(moment < night.ends + _WORTH_WAKING for moment in moments if moment)


def reminder(purpose: Purpose, starts_at: datetime, now: datetime, quiet: QuietHours | None) -> Window | None:
    """When to remind of a start, or None if that moment has passed: whoever comes so late was told just now.

    A reminder due in quiet hours waits for their end. Where that is too late to be of use (less than 30 min before the
    start; for the one of the day before, less than 2 h) it leaves an hour before the quiet hours begin instead.
    """
    due = starts_at - LEAD[purpose]
    useful_until = starts_at - _REMINDER_IS_USEFUL_UNTIL[LEAD[purpose]]
    if due <= now:
        return None
    night = quiet.around(due) if quiet else None
    if night:
        due = night.ends if night.ends < useful_until else night.begins - _EVENING_MARGIN
    return Window(due, useful_until) if due > now else None
