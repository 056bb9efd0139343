"""What cannot be taken over of a correction is said of the fact that it is about."""

from typing import Any

import pytest

from services.events.directory.domain import DocumentIsWrong, as_corrected, by_fact, by_field
from shared.errors import Invalid
from tests.support.factories.directory import a_location, a_service, an_id

PLACE = {"id": an_id("place a"), "location": a_location()}
ENTRY: dict[str, Any] = a_service(email="a@example.lt", service_at_locations=[PLACE])
AT = "hours_" + an_id("place a").replace("-", "")
OWN = "hours_" + an_id("service a").replace("-", "")
ROW = {"byday": ["MO"], "opens_at": "09:00", "closes_at": "17:00"}


def a_week(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"schedules": list(rows), "x_exceptions": []}


@pytest.mark.parametrize(
    ("place", "facts"),
    [
        ("description", ["description"]),
        ("fees_description", ["fees"]),
        ("phones.0.number", ["phone"]),
        ("required_documents.1.document", ["documents"]),
        ("service_at_locations.0.location.addresses.0.city", ["city"]),
        ("service_at_locations.0.location.schedules.3.valid_from", [AT]),
        ("service_at_locations.0.location", ["address", "city", AT]),
        ("schedules.0.opens_at", [OWN]),
        ("organization.name", ["_schema"]),
        ("service_at_locations", ["_schema"]),
    ],
)
def test_a_place_in_the_document_is_that_of_a_fact(place: str, facts: list[str]) -> None:
    own = ENTRY | {"schedules": [{"id": an_id("row")}]} if facts == [OWN] else ENTRY
    known = dict.fromkeys(("description", "fees", "phone", "documents", "address", "city", AT, OWN))
    assert by_fact(own, known, {f"services.0.{place}": ["No."]}) == {fact: ["No."] for fact in facts}
    assert by_fact(own, {}, {f"services.0.{place}": ["No."]}) == {"_schema": ["No."]}, "not of a fact that stays"


def test_what_is_wrong_in_several_rows_is_said_once() -> None:
    wrong = {"services.0.phones.0.number": ["No."], "services.0.phones.1.number": ["No.", "Never."]}
    assert by_fact(ENTRY, {"phone": ""}, wrong) == {"phone": ["No.", "Never."]}


def test_values_that_no_document_takes_are_told_by_fact_and_by_field() -> None:
    old = ROW | {"valid_from": "0027-06-01"}
    with pytest.raises(DocumentIsWrong) as error:
        as_corrected(ENTRY, {AT: a_week(old), "email": "none"}, lambda: an_id("new"))
    assert error.value.errors == {AT: ["Not a valid date."], "email": ["Not a valid email address."]}
    assert by_field(error.value.errors).keys() == {AT.replace("hours_", "schedules_"), "email"}


def test_hours_that_make_no_sense_are_told_by_fact() -> None:
    with pytest.raises(Invalid) as error:
        as_corrected(ENTRY, {AT: a_week(ROW | {"closes_at": "09:00"}, ROW | {"closes_at": "09:00"})}, lambda: "new")
    assert error.value.errors.keys() == {AT}
    assert len(error.value.errors[AT]) == 1
