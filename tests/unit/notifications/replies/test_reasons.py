"""Why somebody did not get it: what they may write in place of a number, and what is for a human to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.mediation.domain import WhyNot
from services.notifications.replies.domain import WHY_NOT, numbered, why_not
from services.notifications.templates.domain.referral_phrases import WHY_NOTS
from shared.languages import LANGUAGES


def test_the_choices_are_those_of_the_page_in_its_order() -> None:
    assert tuple(WhyNot) == WHY_NOT == tuple(WHY_NOTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_its_words_and_the_whole_line_say_the_same_in_every_language(language: str) -> None:
    lines = numbered(language).split("\n")
    for code, line in zip(WHY_NOT, lines, strict=True):
        number, words = line.split(" ", 1)
        for text in (number, words, line, f"{number}) {words}!", words.upper(), f" {number}. "):
            assert why_not(text) == code, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("٢", "too_far"), ("۳", "too_expensive"), ("Toli", "too_far"), ("далеко!", "too_far"), ("БРАНГУ", None)),
        *(("ATSISAKE", "refused"), ("Дорого", "too_expensive"), ("Відмовили.", "refused"), ("بعيد", "too_far")),
    ],
)
def test_what_people_write_in_place_of_it(text: str, code: str | None) -> None:
    assert why_not(text) == code


@pytest.mark.parametrize(
    "text", ["0", "6", "23", "1 2", "2 per brangu", "ačiū", "", "per toli, ir niekas nepadėjo", "1 kartą"]
)
def test_what_may_mean_something_else_is_for_a_human_to_read(text: str) -> None:
    assert why_not(text) is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert why_not(text) in {*WHY_NOT, None}
