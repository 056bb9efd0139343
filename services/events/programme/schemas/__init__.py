"""What comes in and goes out about the programme. Times come in as wall times and go out as moments too."""

from services.events.programme.schemas.facts import (
    Copy,
    EventPatch,
    Move,
    NewEvent,
    ProgrammeFilter,
    Reason,
    Version,
    a_capacity,
)
from services.events.programme.schemas.forms import EventForm, MoveForm, VersionForm
from services.events.programme.schemas.views import EventItem, EventView, ProgrammeItem, VenueView

__all__ = [
    "Copy",
    "EventForm",
    "EventItem",
    "EventPatch",
    "EventView",
    "Move",
    "MoveForm",
    "NewEvent",
    "ProgrammeFilter",
    "ProgrammeItem",
    "Reason",
    "VenueView",
    "Version",
    "VersionForm",
    "a_capacity",
]
