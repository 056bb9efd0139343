"""What a keeper types becomes an entry's JSON, and what no form shows stays as it was."""

from itertools import count
from typing import Any

import pytest

from services.events.directory.domain import (
    is_weekly,
    languages_missing,
    location_with,
    place_of,
    rows_of_week,
    with_facts,
    with_place,
    with_texts,
    with_week,
)
from shared.errors import Invalid


def ids() -> Any:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


MONDAY = {"id": "a", "freq": "WEEKLY", "byday": "MO", "opens_at": "08:00", "closes_at": "12:00"}
LAST_FRIDAY = {"id": "b", "freq": "MONTHLY", "byday": "-1FR", "opens_at": "08:00", "closes_at": "12:00"}


def test_an_emptied_text_goes_and_what_the_form_does_not_show_stays() -> None:
    entry = {"id": "1", "name": "Kas", "x_name_uk": "Що", "accreditations": "A"}
    assert with_texts(entry, {"name": "Kita", "x_name_uk": ""}) == {"id": "1", "name": "Kita", "accreditations": "A"}


def test_rows_keep_their_ids_and_an_unknown_id_is_a_new_row() -> None:
    entry = {"id": "1", "phones": [{"id": "p", "number": "1", "type": "voice", "languages": [{"id": "l"}]}]}
    typed = {"phones": [{"id": "p", "number": "2"}, {"id": "x", "number": "3"}, {"description": "be numerio"}]}
    assert with_facts(entry, typed, ids())["phones"] == [
        {"id": "p", "number": "2", "type": "voice", "languages": [{"id": "l"}]},
        {"id": "new-1", "number": "3"},
    ]


def test_a_cost_needs_more_than_its_currency() -> None:
    typed = {"cost_options": [{"currency": "EUR"}, {"currency": "EUR", "amount": 0.0}]}
    made = with_facts({"id": "1"}, typed, ids())
    assert made["cost_options"] == [{"id": "new-1", "currency": "EUR", "amount": 0.0}]


def test_a_place_is_found_replaced_and_added() -> None:
    entry = {"service_at_locations": [{"id": "a"}, {"id": "b"}]}
    assert place_of(entry, "c") is None
    assert with_place(entry, {"id": "a", "x": 1})["service_at_locations"] == [{"id": "a", "x": 1}, {"id": "b"}]
    assert with_place({}, {"id": "c"})["service_at_locations"] == [{"id": "c"}]


def test_an_address_keeps_what_the_form_does_not_show_of_it() -> None:
    typed = {"address_1": "X g. 1", "city": "Y", "state_province": "Z", "postal_code": "LT-1"}
    known = {"addresses": [{"id": "a", "region": "R", "country": "LV", "address_type": "postal"}, {"id": "b"}]}
    first, second = location_with(known, typed, ids())["addresses"]
    assert (first["region"], first["country"], first["city"], second) == ("R", "LV", "Y", {"id": "b"})
    assert location_with({}, typed, ids())["addresses"][0]["country"] == "LT"


def test_missing_languages_are_named() -> None:
    entry = {"name": "Kas", "x_name_uk": "Що", "x_name_lt_simple": "Kas", "x_name_en": "What", "x_name_ar": "ما"}
    assert languages_missing(entry) == {"ru": ["name"]}


@pytest.mark.parametrize(
    "facts",
    [{"freq": "MONTHLY"}, {"interval": 2}, {"byday": "2MO"}, {"byday": ""}, {"opens_at": "08:00Z"}, {"until": "x"}],
)
def test_what_a_week_cannot_show_is_left_alone(facts: dict[str, Any]) -> None:
    assert is_weekly(MONDAY)
    assert not is_weekly(MONDAY | facts)


def test_a_week_is_shown_in_its_order_with_each_exception_once() -> None:
    said = {"id": "e", "day": "2026-12-23", "opens_at": "09:00", "closes_at": "10:00"}
    closed = {"id": "f", "day": "2026-12-23"}
    friday = MONDAY | {"id": "c", "byday": "FR", "x_exceptions": [said, {"id": "g", "day": "2026-12-20"}]}
    week, special = rows_of_week([friday, MONDAY | {"x_exceptions": [closed]}, LAST_FRIDAY])
    assert [one["byday"] for one in week] == [["MO"], ["FR"]]
    assert [one["day"] for one in special] == ["2026-12-20", "2026-12-23"]
    assert special[1] == said
    assert rows_of_week([MONDAY | {"x_exceptions": [said]}, friday | {"x_exceptions": [closed]}])[1] == [said]


def test_hours_of_a_special_day_stand_once_and_every_row_is_closed_then() -> None:
    rows: list[dict[str, Any]] = [{"id": "a", "byday": ["FR", "MO"], "opens_at": "08:00", "closes_at": "12:00"}]
    rows.append({"byday": ["TU"], "opens_at": "13:00", "closes_at": "17:00", "x_open_on_holidays": True})
    special = [{"day": "2026-12-23", "opens_at": "09:00", "closes_at": "10:00", "reason": "Šventė"}, {"id": "e"}]
    kept, first, second = with_week([MONDAY, LAST_FRIDAY], rows, special, ids())
    assert kept == LAST_FRIDAY
    assert (first["id"], first["byday"], second["byday"]) == ("a", "MO,FR", "TU")
    assert first["x_exceptions"] == [{"id": "new-1", **special[0]}]
    assert second["x_exceptions"] == [{"id": "new-3", "day": "2026-12-23"}]
    again = with_week([first], [rows[0]], special, ids())[0]
    assert again["x_exceptions"][0]["id"] == "new-1"


@pytest.mark.parametrize(
    ("row", "special", "wrong"),
    [
        ({"opens_at": "08:00", "closes_at": "09:00"}, {}, {"schedules.0.byday"}),
        ({"byday": ["MO"]}, {}, {"schedules.0.opens_at", "schedules.0.closes_at"}),
        ({}, {"reason": "Šventė"}, {"x_exceptions.0.day"}),
        ({"byday": ["MO"], "opens_at": "08:00", "closes_at": "09:00"}, {"reason": "x"}, {"x_exceptions.0.day"}),
        (
            {"byday": ["MO"], "opens_at": "08:00", "closes_at": "09:00"},
            {"day": "2026-12-23", "opens_at": "08:00"},
            {"x_exceptions.0.closes_at"},
        ),
    ],
)
def test_a_row_that_says_half_is_refused(row: dict[str, Any], special: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        with_week([], [row], [special], ids())
    assert set(refused.value.errors) == wrong
