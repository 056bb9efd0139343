"""In which languages an event is told and held, and what search engines read of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.events.programme.domain import (
    NoTitleLeft,
    linked_data,
    outdated,
    spoken_by_default,
    told_by_machine,
    unchecked,
    with_texts,
)

EVENT: dict[str, Any] = {
    "title": {"lt": "Mugė", "ar": "معرض"},
    "summary": {"lt": "Visi kartu"},
    "description": {},
    "machine_made": ["ar"],
    "languages_spoken": ["lt", "ru"],
    "organisation": "Centras",
}


@pytest.mark.parametrize(
    ("title", "machine_made", "spoken"),
    [
        ({"lt": "x", "uk": "x"}, [], ["lt", "uk"]),
        ({"lt-simple": "x", "lt": "x"}, [], ["lt"]),
        ({"lt": "x", "ar": "x"}, ["ar"], ["lt"]),
        ({"ar": "x"}, ["ar"], ["ar"]),
    ],
)
def test_the_languages_of_a_title_that_people_wrote_are_spoken_there(
    title: dict[str, str], machine_made: list[str], spoken: list[str]
) -> None:
    assert spoken_by_default(title, machine_made) == spoken


def test_only_what_there_is_can_be_unchecked() -> None:
    assert unchecked(["ar", "uk"], [{}, {"uk": "x"}]) == ["uk"]


@pytest.mark.parametrize(("language", "told"), [("ar", True), ("lt", False), ("en", False)])
def test_whoever_reads_what_a_machine_wrote_is_told(language: str, told: bool) -> None:  # noqa: FBT001 - a table
    assert told_by_machine(EVENT, language) is told


def test_texts_in_one_language_leave_the_others_alone_and_an_empty_one_is_taken_away() -> None:
    assert with_texts(EVENT, "ar", {"summary": "معا"}) == {
        "title": {"lt": "Mugė"},
        "summary": {"lt": "Visi kartu", "ar": "معا"},
        "description": {},
    }


def test_an_event_keeps_a_title() -> None:
    with pytest.raises(NoTitleLeft):
        with_texts(EVENT | {"title": {"ar": "معرض"}}, "ar", {})


def test_search_engines_read_each_date_with_the_languages_that_are_spoken() -> None:
    venue = {"name": "Rūmai", "address": "Vytauto g. 25", "municipality": "Rokiškis"}
    at = datetime(2026, 12, 1, 16, tzinfo=UTC)
    date = {"starts_at": at, "ends_at": at, "state": "on", "venue": venue, "capacity": 30, "free": 2}
    called_off = date | {"state": "cancelled"}
    on, off = linked_data(EVENT | {"occurrences": [date, called_off]}, "en", "http://talka.test/e")["@graph"]
    assert (on["inLanguage"], on["name"], on["startDate"]) == (["lt", "ru"], "Mugė", "2026-12-01T16:00:00+00:00")
    assert on["eventStatus"] != off["eventStatus"] == "https://schema.org/EventCancelled"
    assert on["location"]["address"]["addressLocality"] == "Rokiškis"


def texts(**title: str) -> dict[str, Any]:
    return {"title": title, "summary": {}, "description": {"lt": "Ateikite"}}


@pytest.mark.parametrize(
    ("known", "former", "present", "left"),
    [
        ([], texts(lt="a", uk="б", ar="ا"), texts(lt="b", uk="б", ar="ا"), ["uk", "ar"]),
        ([], texts(lt="a", uk="б", ar="ا"), texts(lt="b", uk="в", ar="ا"), ["ar"]),
        ([], texts(lt="a", uk="б"), texts(lt="a", uk="б"), []),
        ([], texts(lt="a", uk="б"), texts(lt="a", uk="б", ar="ا"), []),
        (["uk"], texts(lt="a", uk="б"), texts(lt="a", uk="б"), ["uk"]),
        (["uk"], texts(lt="a", uk="б"), texts(lt="a", uk="в"), []),
        (["uk"], texts(lt="a", uk="б"), texts(lt="a"), []),
    ],
)
def test_texts_that_stay_when_the_lithuanian_ones_change_are_outdated_until_they_are_written_anew(
    known: list[str], former: dict[str, Any], present: dict[str, Any], left: list[str]
) -> None:
    assert outdated(known, former, present) == left


def test_an_event_that_had_no_lithuanian_text_has_nothing_to_be_older_than() -> None:
    none = {"title": {"uk": "б"}, "summary": {}, "description": {}}
    assert outdated([], none, none | {"title": {"uk": "б", "lt": "a"}}) == []
