"""What is inserted into texts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.notifications.templates.domain.values import (
    clean,
    clock_time,
    for_rtl_mail,
    for_sms,
    one_line,
    sent_again,
    when_in_brief,
    when_in_full,
)
from shared.languages import LANGUAGES

VILNIUS = ZoneInfo("Europe/Vilnius")
AFTERNOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lt", "2026 m. lapkričio 28 d., šeštadienis, 14:00"),
        ("lt-simple", "2026 metų lapkričio 28 diena, šeštadienis, 14:00"),
        ("en", "Saturday, 28 November 2026, 14:00"),
        ("uk", "субота, 28 листопада 2026 р., 14:00"),
        ("ru", "суббота, 28 ноября 2026 г., 14:00"),
        ("ar", "السبت، 28 نوفمبر 2026، 14:00"),
    ],
)
def test_a_mail_tells_the_moment_in_full_as_its_language_writes_it(language: str, text: str) -> None:
    assert when_in_full(AFTERNOON, VILNIUS, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lt", "lapkričio 28 d., šeštadienis, 14:00"),
        ("lt-simple", "lapkričio 28 diena, šeštadienis, 14:00"),
        ("en", "Sat 28 Nov, 14:00"),
        ("uk", "28 листопада, субота, 14:00"),
        ("ru", "28 ноября, суббота, 14:00"),
        ("ar", "السبت 28 نوفمبر، 14:00"),
    ],
)
def test_an_sms_tells_the_moment_in_brief(language: str, text: str) -> None:
    assert when_in_brief(AFTERNOON, VILNIUS, language) == text


def test_a_moment_is_shown_by_the_clock_of_its_season() -> None:
    summer, winter = datetime(2026, 10, 24, 7, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)
    assert when_in_brief(summer, VILNIUS, "lt") == "spalio 24 d., šeštadienis, 10:00"
    assert when_in_brief(winter, VILNIUS, "lt") == "spalio 25 d., sekmadienis, 10:00"
    assert [clock_time(moment, VILNIUS, "ar") for moment in (summer, winter)] == ["10:00", "10:00"]


def test_a_value_becomes_one_clean_line() -> None:
    assert one_line("title", "  Kultūrų\r\n pažinimas\u202e\u200b \u00a0! ") == "Kultūrų pažinimas !"
    assert one_line("title", "e\u0307") == "ė"


def test_cleaning_a_text_keeps_its_lines() -> None:
    assert clean("Kada:\u202f14:00\nKur:\tčia\x00") == "Kada: 14:00\nKur: čia"


def test_an_sms_loses_pictures_and_no_letters() -> None:
    assert for_sms("title", "Kalėdos 🎄 visiems 🇱🇹 👩‍👩‍👧 ❤️") == "Kalėdos visiems ❤"
    assert for_sms("title", "№ 5, 𝒜") == "№ 5, 𝒜"


def test_a_latin_name_is_isolated_in_right_to_left_mail_and_a_link_is_not() -> None:
    assert for_rtl_mail("venue", "Gedimino g. 40") == "\u2068Gedimino g. 40\u2069"
    assert for_rtl_mail("link", "https://example.lt/r/1") == "https://example.lt/r/1"
    assert for_rtl_mail("reason", " ") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_repetition_says_so_before_its_text(language: str) -> None:
    marked = sent_again("Renginys", language)
    assert marked.endswith(") Renginys")
    assert marked.startswith("(")
