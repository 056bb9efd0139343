"""What people read of a message: how far it came, why no further, and what it was written for."""

from services.notifications.messages.domain.states import State
from shared.errors import _

STATES = {
    State.QUEUED: _("Waiting"),
    State.CLAIMED: _("Being sent"),
    State.UNCERTAIN: _("Nobody knows whether it arrived"),
    State.ACCEPTED: _("Sent"),
    State.BUFFERED: _("Sent, the phone is off"),
    State.UNKNOWN: _("Sent, never confirmed"),
    State.FAILED: _("Failed"),
    State.DELIVERED: _("Delivered"),
    State.WITHDRAWN: _("Withdrawn"),
}
REASONS = {
    "stale_version": _("The facts changed before it left"),
    "event_off": _("The event was cancelled"),
    "no_longer_wanted": _("They no longer come"),
    "suppressed": _("They asked us not to write"),
    "too_late": _("It would have come too late"),
    "quiet": _("It waits for the morning"),
    "gave_up": _("Every try failed"),
    "no_answer": _("The gateway did not answer"),
    "no_gateway": _("No gateway is set up for this"),
}
PURPOSES = {
    "registration_confirmed": _("Registration confirmed"),
    "registration_waitlisted": _("On the waiting list"),
    "registration_promoted": _("A place became free"),
    "registration_offered": _("A place is offered"),
    "offer_expired": _("The offer has expired"),
    "registration_cancelled": _("Registration cancelled"),
    "registration_moved": _("Moved to another date"),
    "event_changed": _("New time or place"),
    "event_changed_offered": _("New time or place, an answer is awaited"),
    "event_changed_waiting": _("New time or place, on the waiting list"),
    "event_cancelled": _("Event cancelled"),
    "reminder_24h": _("Reminder, the day before"),
    "reminder_2h": _("Reminder, two hours before"),
    "sign_up_confirmed": _("Shift: signed up"),
    "sign_up_cancelled": _("Shift: sign-up cancelled"),
    "shift_changed": _("Shift: new time or place"),
    "shift_cancelled": _("Shift: cancelled"),
    "shift_reminder_24h": _("Shift: reminder, the day before"),
    "shift_reminder_2h": _("Shift: reminder, two hours before"),
    "note": _("Written by an organiser"),
}
