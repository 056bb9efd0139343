"""Changes of registrations. All of them take the occurrence's row first, so that `taken` never tells a lie."""

from services.events.organisations.domain import HELPERS
from services.events.registrations.operations.booking import Booking, book, register
from services.events.registrations.operations.calling_off import (
    cancel_event,
    cancel_occurrence,
    change_capacity,
    move_occurrence,
    undo_change,
)
from services.events.registrations.operations.moving import move_party
from services.events.registrations.operations.noting import note_about_date, note_about_shift
from services.events.registrations.operations.offers import accept, accept_by_staff, decline_by_staff, expire
from services.events.registrations.operations.overseeing import (
    READERS,
    find_parties,
    find_people,
    read_calls,
    read_choices,
    read_participants,
    read_party,
    read_waiting_list,
)
from services.events.registrations.operations.parties import (
    cancel,
    cancel_by_staff,
    change_party,
    change_party_by_staff,
    mark_unreached,
    mark_wish,
)
from services.events.registrations.operations.samples import load_held

__all__ = [
    "HELPERS",
    "READERS",
    "Booking",
    "accept",
    "accept_by_staff",
    "book",
    "cancel",
    "cancel_by_staff",
    "cancel_event",
    "cancel_occurrence",
    "change_capacity",
    "change_party",
    "change_party_by_staff",
    "decline_by_staff",
    "expire",
    "find_parties",
    "find_people",
    "load_held",
    "mark_unreached",
    "mark_wish",
    "move_occurrence",
    "move_party",
    "note_about_date",
    "note_about_shift",
    "read_calls",
    "read_choices",
    "read_participants",
    "read_party",
    "read_waiting_list",
    "register",
    "undo_change",
]
