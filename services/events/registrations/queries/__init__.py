"""Questions about registrations. Whoever asks for other people's data goes through `operations`, which notes it."""

from services.events.registrations.queries.overseeing import history, parties_ahead
from services.events.registrations.queries.parties import (
    calendar,
    calls,
    id_by_code,
    id_by_token,
    is_made,
    is_registered,
    language_of,
    occurrence_of,
    organisation_of,
    organisations_of,
    participants,
    parties_meant,
    parties_to_call,
    position,
    reach,
    registration,
)
from services.events.registrations.queries.waiting import choices, waiting_list

__all__ = [
    "calendar",
    "calls",
    "choices",
    "history",
    "id_by_code",
    "id_by_token",
    "is_made",
    "is_registered",
    "language_of",
    "occurrence_of",
    "organisation_of",
    "organisations_of",
    "participants",
    "parties_ahead",
    "parties_meant",
    "parties_to_call",
    "position",
    "reach",
    "registration",
    "waiting_list",
]
