"""Words for codes: complete, each in its language's script, and plain where they have to be."""

import unicodedata

import pytest

from services.notifications.templates.domain import helper_phrases, phrases, referral_phrases, staff_phrases
from services.notifications.templates.domain.phrases import Phrases, phrase
from shared.languages import LANGUAGES

TABLES = [
    phrases.KINDS,
    staff_phrases.ALARMS,
    staff_phrases.WAITS,
    phrases.OUTCOMES,
    helper_phrases.UNFIT,
    helper_phrases.NEWS,
    phrases.ADVICE,
    referral_phrases.ANSWERS,
    referral_phrases.REASONS,
    referral_phrases.WHY_NOTS,
    phrases.TOPICS,
]
SCRIPTS = {"lt": "LATIN", "lt-simple": "LATIN", "en": "LATIN", "uk": "CYRILLIC", "ru": "CYRILLIC", "ar": "ARABIC"}


@pytest.mark.parametrize("table", [*TABLES, referral_phrases.ENDINGS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_in_the_script_of_every_language(table: Phrases, language: str) -> None:
    for words in table.values():
        assert {unicodedata.name(sign).split()[0] for sign in words[language] if sign.isalpha()} == {SCRIPTS[language]}


@pytest.mark.parametrize("table", [*TABLES, referral_phrases.ENDINGS])
def test_plain_lithuanian_says_it_in_at_most_six_words_a_sentence(table: Phrases) -> None:
    for words in table.values():
        assert all(len(sentence.split()) <= 6 for sentence in words["lt-simple"].split(". "))


def test_a_code_that_is_not_known_says_nothing() -> None:
    assert phrase(phrases.KINDS, "dog_walking", "lt") == ""
