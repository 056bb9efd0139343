"""What cannot be is refused where a document is imported, by the place and the field at which it stands."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.events.directory.domain import DocumentIsWrong, check_sense, read_csv, read_json
from tests.support.factories.directory import a_location, a_service, an_id, an_organization, whole_document

NOW = datetime(2026, 11, 30, 18, tzinfo=UTC)


def refused(content: dict[str, Any]) -> dict[str, list[str]]:
    with pytest.raises(DocumentIsWrong) as error:
        check_sense(read_json(content), NOW)
    return error.value.errors


def test_what_makes_sense_is_taken() -> None:
    check_sense(read_json(whole_document()), NOW)
    tomorrow: dict[str, Any] = {"assured_date": "2026-12-01", "last_modified": "2026-12-01T07:00:00Z", "minimum_age": 0}
    check_sense(read_json({"services": [a_service(**tomorrow, maximum_age=0)]}), NOW)


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"name": " "}, "name"),
        ({"name": "\u200b\u00a0\u2060"}, "name"),
        ({"x_name_ar": "\t"}, "x_name_ar"),
        ({"description": " "}, "description"),
        ({"phones": [{"id": an_id("p"), "number": " "}]}, "phones.0.number"),
        ({"organization": an_organization(name=" ")}, "organization.name"),
        ({"assured_date": "2026-12-02"}, "assured_date"),
        ({"assured_date": "2199-01-01"}, "assured_date"),
        ({"last_modified": "2199-01-01T00:00:00Z"}, "last_modified"),
        ({"last_modified": "9999-12-31T23:59:59Z"}, "last_modified"),
        ({"last_modified": "0001-01-02T00:00:00Z"}, "last_modified"),
        ({"minimum_age": -1}, "minimum_age"),
        ({"maximum_age": 131}, "maximum_age"),
        ({"minimum_age": 18, "maximum_age": 17}, "maximum_age"),
        ({"cost_options": [{"id": an_id("c"), "amount": -1}]}, "cost_options.0.amount"),
        (
            {"cost_options": [{"id": an_id("c"), "valid_from": "2026-02-01", "valid_to": "2026-01-01"}]},
            "cost_options.0.valid_to",
        ),
    ],
)
def test_an_entry_says_nothing_that_cannot_be(facts: dict[str, Any], place: str) -> None:
    assert list(refused({"services": [a_service(**facts)]})) == [f"services.0.{place}"]


@pytest.mark.parametrize(
    ("column", "value"), [("latitude", 1e6), ("latitude", -90.1), ("longitude", 181), ("longitude", -1e6)]
)
def test_a_place_lies_on_the_globe(column: str, value: float) -> None:
    at = [{"id": an_id("place"), "location": a_location(**{column: value})}]
    place = f"services.0.service_at_locations.0.location.{column}"
    assert list(refused({"services": [a_service(service_at_locations=at)]})) == [place]


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ({"freq": "MONTHLY", "bymonthday": "32"}, "bymonthday"),
        ({"freq": "MONTHLY", "bymonthday": "1,0"}, "bymonthday"),
        ({"freq": "MONTHLY", "bymonthday": "-32"}, "bymonthday"),
        ({"freq": "WEEKLY", "byweekno": "54"}, "byweekno"),
        ({"freq": "WEEKLY", "byweekno": "1,99"}, "byweekno"),
        ({"freq": "WEEKLY", "byyearday": "-367"}, "byyearday"),
        ({"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-01-05", "count": -3}, "count"),
        ({"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-01-05", "count": 1.5}, "count"),
        ({"freq": "WEEKLY", "byday": "MO", "interval": 0}, "interval"),
        ({"freq": "WEEKLY", "byday": "MO", "interval": 2}, "dtstart"),
        ({"freq": "MONTHLY", "byday": "1MO", "count": 2}, "dtstart"),
        ({"freq": "WEEKLY", "byday": "MO,2TU"}, "byday"),
        ({"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-02-02", "until": "2026-02-01"}, "until"),
        ({"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-02-02", "valid_to": "2026-02-01"}, "valid_to"),
        ({"timezone": 15}, "timezone"),
    ],
)
def test_a_rule_keeps_within_what_a_calendar_has(rule: dict[str, Any], column: str) -> None:
    found = refused({"services": [a_service(schedules=[{"id": an_id("s")} | rule])]})
    assert list(found) == [f"services.0.schedules.0.{column}"]


@pytest.mark.parametrize(
    "rule",
    [
        {"freq": "MONTHLY", "bymonthday": "31,-31", "byyearday": "366,-366", "byweekno": "53,-53", "byday": "-5MO,TU"},
        {"freq": "WEEKLY", "interval": 2, "byday": "MO", "valid_from": "2026-01-05"},
        {"freq": "WEEKLY", "interval": 1, "count": 1, "dtstart": "2026-01-05", "until": "2026-01-05"},
        {"timezone": -12, "valid_from": "2026-01-05"},
    ],
)
def test_a_rule_may_say_all_that_a_calendar_has(rule: dict[str, Any]) -> None:
    check_sense(read_json({"services": [a_service(schedules=[{"id": an_id("s")} | rule])]}), NOW)


def test_what_makes_no_sense_is_told_by_line_and_column_of_a_file() -> None:
    lines = "".join(f"{an_id(name)},{name},active,{an_id('o')}\r\n" for name in "A ")
    files = {"service.csv": f"id,name,status,organization_id\r\n{lines}"}
    with pytest.raises(DocumentIsWrong) as error:
        check_sense(read_csv(files), NOW)
    assert error.value.errors == {"service:3.name": ["Missing data for required field."]}
