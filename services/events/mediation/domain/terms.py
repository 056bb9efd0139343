"""How long each part of a referral lasts. All moments are in UTC, by the database's clock.

Eight days and the reminder are those of gip-inclusion/dora, whose social workers refer people in all of France.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.events.mediation.domain.states import Step, is_possible
from shared.errors import Invalid, _

ZONE = "Europe/Vilnius"
"""Wall times that people type here are those of Lithuania."""
TO_ANSWER = timedelta(days=8)
TO_REMIND = timedelta(days=3)
TO_CONFIRM = timedelta(days=14)
"""How long a request waits for a staff member's yes."""
AFTER_APPOINTMENT = timedelta(days=7)
AFTER_ACCEPTANCE = timedelta(days=14)
KEPT = timedelta(days=90)
"""How long after its end a referral still says whom it was about."""
RIDE_BEFORE = timedelta(minutes=40)
"""When a ride is proposed to begin before an appointment; whoever asks for it can say another time."""
LONGEST_NIGHT = timedelta(hours=12)
"""A time of day may be meant of the night before or after an appointment that is no further away."""
STAY = timedelta(hours=1)
"""How long somebody who comes along is asked to stay if no time of return is known."""
FARTHEST = timedelta(days=548)
"""Nobody makes an appointment more than 18 months ahead; a year that is typed wrong is told at once."""
CONFIRMATION, REMINDER, EXPIRY = "referral_confirmation", "referral_reminder", "referral_expiry"
FOLLOW_UP, WIPING = "referral_follow_up", "referral_wiping"
"""Kinds of due rows."""


class ConsentLiesAhead(Invalid):
    """Nobody has agreed tomorrow."""

    code = "consent-lies-ahead"
    title = _("Choose the day on which the person agreed; it cannot lie ahead.")

    def __init__(self) -> None:
        """The field that is wrong."""
        super().__init__({"consent_on": [self.title]})


class AppointmentIsOver(Invalid):
    """An appointment that nobody can come to any more."""

    code = "appointment-is-over"
    title = _("This time is over. Choose one that is still to come.")

    def __init__(self, field: str = "day") -> None:
        """The field that is wrong."""
        super().__init__({field: [self.title]})


class AppointmentNeeded(Invalid):
    """Whoever may not know the person's phone can agree on nothing later."""

    code = "appointment-needed"
    title = _("Say when and where: you have no phone of the person to agree on it later.")

    def __init__(self) -> None:
        """The field that is missing."""
        super().__init__({"day": [self.title]})


class AppointmentIsTooFar(Invalid):
    """An appointment in years to come is a slip of the pen."""

    code = "appointment-is-too-far"
    title = _("This is more than 18 months ahead. Look at the year once more.")

    def __init__(self) -> None:
        """The field that is wrong."""
        super().__init__({"day": [self.title]})


def follow_up_at(accepted_at: datetime, appointment_at: datetime | None) -> datetime:
    """When the person is asked whether they got the service: a week after the appointment, else in two weeks."""
    return appointment_at + AFTER_APPOINTMENT if appointment_at else accepted_at + AFTER_ACCEPTANCE


def check_consent(consent_on: date, today: date) -> None:
    """Raise ConsentLiesAhead for a day after today; both are days in Lithuania."""
    if consent_on > today:
        raise ConsentLiesAhead


def check_appointment(appointment_at: datetime | None, now: datetime, *, knows_contact: bool) -> None:
    """Raise AppointmentIsOver for one that has begun, AppointmentIsTooFar for one beyond FARTHEST.

    And AppointmentNeeded where none can be agreed on later.
    """
    if appointment_at is None and not knows_contact:
        raise AppointmentNeeded
    if appointment_at is not None and appointment_at <= now:
        raise AppointmentIsOver
    if appointment_at is not None and appointment_at > now + FARTHEST:
        raise AppointmentIsTooFar


def is_changeable(state: str, appointment_at: datetime | None, now: datetime) -> bool:
    """Whether a promise can still be kept otherwise than was agreed: its time, if it has one, is still to come."""
    return is_possible(state, Step.MOVE) and (appointment_at is None or appointment_at > now)


def ride_starts(appointment_at: datetime) -> time:
    """The time of day on the clock in Lithuania at which a ride to the appointment is proposed to begin."""
    local = (appointment_at - RIDE_BEFORE).astimezone(ZoneInfo(ZONE))
    return local.time().replace(second=0, microsecond=0)


def way_there(appointment: datetime, clock: time) -> datetime:
    """When the way to a wall time begins: on its day, or in the night before it if that is at most 12 hours earlier.

    A later one that is further off stays on the day, since it is rather mistyped, and is refused there; as volunteers
    have it of the nights after a start.
    """
    on_the_day = datetime.combine(appointment.date(), clock)
    day_before = on_the_day - timedelta(days=1)
    return day_before if on_the_day >= appointment and appointment - day_before <= LONGEST_NIGHT else on_the_day


def way_back(appointment: datetime, clock: time) -> datetime:
    """When the way back from a wall time begins: on its day, or in the night after it, by the same rule."""
    on_the_day = datetime.combine(appointment.date(), clock)
    next_day = on_the_day + timedelta(days=1)
    return next_day if on_the_day <= appointment and next_day - appointment <= LONGEST_NIGHT else on_the_day
