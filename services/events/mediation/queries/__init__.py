"""Questions about referrals. Whoever asks for other people's data goes through `operations`, which notes it."""

from services.events.mediation.queries.lists import TO_CALL, counts, referrals
from services.events.mediation.queries.services import service_asked_for
from services.events.mediation.queries.single import (
    as_told_to_provider,
    id_by_answer_token,
    id_by_token,
    languages_of,
    organisation_of,
    provider_language,
    referral,
)

__all__ = [
    "TO_CALL",
    "as_told_to_provider",
    "counts",
    "id_by_answer_token",
    "id_by_token",
    "languages_of",
    "organisation_of",
    "provider_language",
    "referral",
    "referrals",
    "service_asked_for",
]
