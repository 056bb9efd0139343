"""What comes in and goes out about registrations."""

from services.events.registrations.schemas.asked import (
    BookingForm,
    CancellationForm,
    CapacityChange,
    CapacityForm,
    CodeLookup,
    EventCancellation,
    HowToReach,
    NewRegistration,
    PartyChange,
    PartyForm,
    Phone,
    StaffPartyForm,
    WhoComes,
    a_phone,
)
from services.events.registrations.schemas.views import (
    ChoiceView,
    ParticipantView,
    RegistrationMade,
    RegistrationView,
    WaitingView,
)

__all__ = [
    "BookingForm",
    "CancellationForm",
    "CapacityChange",
    "CapacityForm",
    "ChoiceView",
    "CodeLookup",
    "EventCancellation",
    "HowToReach",
    "NewRegistration",
    "ParticipantView",
    "PartyChange",
    "PartyForm",
    "Phone",
    "RegistrationMade",
    "RegistrationView",
    "StaffPartyForm",
    "WaitingView",
    "WhoComes",
    "a_phone",
]
