"""Changes of registrations. All of them take the occurrence's row first, so that `taken` never tells a lie."""

from services.events.registrations.operations.booking import HELPERS, Booking, book, register
from services.events.registrations.operations.calling_off import cancel_event, cancel_occurrence, change_capacity
from services.events.registrations.operations.overseeing import read_choices, read_participants, read_waiting_list
from services.events.registrations.operations.parties import cancel, cancel_by_staff, change_party, mark_unreached
from services.events.registrations.operations.waiting_list import accept, expire

__all__ = [
    "HELPERS",
    "Booking",
    "accept",
    "book",
    "cancel",
    "cancel_by_staff",
    "cancel_event",
    "cancel_occurrence",
    "change_capacity",
    "change_party",
    "expire",
    "mark_unreached",
    "read_choices",
    "read_participants",
    "read_waiting_list",
    "register",
]
