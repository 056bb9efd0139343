"""What a note says to each of its readers."""

from collections.abc import Callable, Mapping
from functools import cache

from services.notifications.messages.domain.facts import OccasionFacts, Terms
from services.notifications.messages.domain.wording import Prepared, occasion_values, prepare
from services.notifications.recipients.domain import Purpose
from shared.languages import text_for

Wording = Callable[[str, str], Prepared]
"""By channel and language; only the person's own link is still missing."""


def wording(terms: Terms, facts: OccasionFacts, words: Mapping[str, str]) -> Wording:
    """The note about this occasion; each channel and language is worked out once."""

    @cache
    def prepared(channel: str, language: str) -> Prepared:
        values = occasion_values(facts, None, channel, language) | {"words": text_for(words, language)[0]}
        return prepare(terms, Purpose.NOTE, channel, language, values)

    return prepared
