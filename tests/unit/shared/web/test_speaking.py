"""Dates and times as each language writes them, on the wall clocks of the place."""

from datetime import UTC, date, datetime

import pytest

from shared import languages
from shared.web import speaking

EVENING = datetime(2026, 5, 31, 15, 0, tzinfo=UTC)
VILNIUS = "Europe/Vilnius"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("lt", "2026 m. gegužės 31 d., sekmadienis"),
        ("lt-simple", "2026 m. gegužės 31 d., sekmadienis"),
        ("en", "Sunday, May 31, 2026"),
        ("uk", "неділя, 31 травня 2026\N{NARROW NO-BREAK SPACE}р."),
        ("ru", "воскресенье, 31 мая 2026\N{NARROW NO-BREAK SPACE}г."),
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


def test_a_plain_date_has_no_zone() -> None:
    with languages.using("lt"):
        assert speaking.day(date(2026, 5, 31)) == "2026 m. gegužės 31 d., sekmadienis"


def test_after_the_clocks_went_back_the_wall_clock_is_right() -> None:
    with languages.using("lt"):
        assert speaking.clock(datetime(2026, 10, 24, 15, 0, tzinfo=UTC), VILNIUS) == "18:00"
        assert speaking.clock(datetime(2026, 10, 25, 15, 0, tzinfo=UTC), VILNIUS) == "17:00"
