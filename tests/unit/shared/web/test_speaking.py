"""Dates and times as each language writes them, on the wall clocks of the place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared import languages
from shared.web import speaking

EVENING = datetime(2026, 5, 31, 15, 0, tzinfo=UTC)
VILNIUS = "Europe/Vilnius"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("lt", "2026 m. gegužės 31 d., sekmadienis"),
        ("lt-simple", "2026 metų gegužės 31 diena, sekmadienis"),
        ("en", "Sunday, 31 May 2026"),
        ("uk", "неділя, 31 травня 2026 р."),
        ("ru", "воскресенье, 31 мая 2026 г."),
        ("ar", "الأحد، 31 مايو 2026"),
    ],
)
def test_day_and_time_are_those_of_the_place_in_the_persons_language(language: str, day: str) -> None:
    with languages.using(language):
        assert speaking.day(EVENING, VILNIUS) == day
        assert speaking.clock(EVENING, VILNIUS) == "18:00"
        comma = "،" if language == "ar" else ","
        assert speaking.moment(EVENING, VILNIUS) == f"{day}{comma} 18:00"


def test_a_late_evening_belongs_to_the_day_of_the_place() -> None:
    with languages.using("lt"):
        assert speaking.day(datetime(2026, 5, 31, 21, 30, tzinfo=UTC), VILNIUS).startswith("2026 m. birželio 1 d.")


@pytest.mark.parametrize(
    ("language", "last"),
    [("lt", "birželio 1 d., 01:00"), ("en", "1 June, 01:00"), ("ar", "1 يونيو، 01:00")],
)
def test_what_goes_on_past_midnight_is_shown_with_the_day_on_which_it_ends(language: str, last: str) -> None:
    with languages.using(language):
        shown = speaking.period(EVENING, EVENING + timedelta(hours=7), VILNIUS)
        assert shown == f"<bdi>{speaking.moment(EVENING, VILNIUS)}</bdi> – <bdi>{last}</bdi>"
        assert '<bdi dir="ltr">18:00–23:59</bdi>' in speaking.period(EVENING, EVENING + timedelta(minutes=359), VILNIUS)


def test_a_text_that_is_not_there_in_ones_language_is_marked_and_its_language_named() -> None:
    texts = {"lt": "Šventė", "uk": "Свято"}
    with languages.using("uk"):
        assert (speaking.text(texts), speaking.foreign(texts, {})) == ("Свято", "")
    with languages.using("ar"):
        assert speaking.text(texts) == '<span class="foreign" lang="lt" dir="ltr">Šventė</span>'
        assert speaking.foreign({"ar": "عيد"}, texts) == "الليتوانية"


def test_a_plain_date_has_no_zone() -> None:
    with languages.using("lt"):
        assert speaking.day(date(2026, 5, 31)) == "2026 m. gegužės 31 d., sekmadienis"


def test_after_the_clocks_went_back_the_wall_clock_is_right() -> None:
    with languages.using("lt"):
        assert speaking.clock(datetime(2026, 10, 24, 15, 0, tzinfo=UTC), VILNIUS) == "18:00"
        assert speaking.clock(datetime(2026, 10, 25, 15, 0, tzinfo=UTC), VILNIUS) == "17:00"


@pytest.mark.parametrize(("language", "comma"), [("lt", ","), ("uk", ","), ("ar", "،")])
def test_items_stand_between_the_commas_of_the_askers_script(language: str, comma: str) -> None:
    with languages.using(language):
        assert speaking.listed(["Ona", "<Petras>"]) == f"<bdi>Ona</bdi>{comma} <bdi>&lt;Petras&gt;</bdi>"
        assert speaking.listed([]) == ""
        assert speaking.listed(["x", "y"], {"x": "X"}) == f"<bdi>X</bdi>{comma} <bdi>y</bdi>"


def test_what_a_language_calls_itself_is_marked_as_being_in_it_for_everybody_else() -> None:
    with languages.using("ar"):
        assert speaking.tongue("uk") == '<span lang="uk" dir="ltr">Українська</span>'
        assert speaking.tongue("ar") == "العربية"
        assert speaking.tongue("<pl>") == "&lt;pl&gt;"
        assert speaking.listed(["en", "ar"], languages.NAMES) == (
            '<bdi lang="en" dir="ltr">English</bdi>، <bdi>العربية</bdi>'
        )
        assert speaking.marks_of("uk", "أوكرانيا") == ""


def test_a_marked_fact_keeps_its_marks_in_a_sentence_and_all_else_is_escaped() -> None:
    with languages.using("en"):
        assert speaking.said("Code: {code}", code="<b>") == "Code: <b>"  # the template escapes it
        named = speaking.said("{name} & {code}", name=speaking.apart("O'Nil"), code="<b>")
    assert named == "<bdi>O&#39;Nil</bdi> &amp; &lt;b&gt;"
