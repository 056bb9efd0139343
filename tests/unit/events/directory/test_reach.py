"""Areas, contacts and free places: only what says something is told, and each person once."""

from datetime import date
from typing import Any

import pytest

from services.events.directory.domain.reach import Area, areas_of, capacities_of, contacts_of

NAMED = {"id": "1", "name": "Rokiškio rajonas", "x_name_en": "Rokiškis district", "description": "tik šeimoms"}


@pytest.mark.parametrize(
    ("area", "told"),
    [
        (NAMED, [Area({"lt": "Rokiškio rajonas", "en": "Rokiškis district"}, {"lt": "tik šeimoms"})]),
        ({"id": "1", "extent": "Obeliai", "extent_type": "text"}, [Area({"lt": "Obeliai"}, {})]),
        ({"id": "1", "description": "visa Lietuva"}, [Area({}, {"lt": "visa Lietuva"})]),
        ({"id": "1", "extent": "{}", "extent_type": "geojson"}, []),
        ({"id": "1", "extent_type": "text"}, []),
    ],
    ids=["named", "in words", "described", "a map", "nothing"],
)
def test_an_area_is_told_by_its_words(area: dict[str, Any], told: list[Area]) -> None:
    assert areas_of({"service_areas": [area]}) == told


def test_nothing_is_told_where_nobody_has_said_anything() -> None:
    assert (areas_of({}), contacts_of({}, {}), capacities_of({})) == ([], [], [])


def test_a_person_of_a_place_and_of_the_service_there_is_told_once() -> None:
    rasa = {"id": "r", "name": "Rasa", "title": "socialinė darbuotoja", "department": "Pagalba"}
    found = contacts_of(
        {"contacts": [rasa, {"id": "x"}]}, {"contacts": [rasa, {"id": "m", "email": "info@example.lt"}]}
    )
    assert [(one["id"], one["called"]) for one in found] == [
        ("r", [{"lt": "socialinė darbuotoja"}, {"lt": "Pagalba"}]),
        ("m", []),
    ]


def test_free_places_are_told_with_the_day_in_lithuania() -> None:
    beds = {"id": "b", "available": 3.0, "updated": "2026-11-30T22:30:00Z", "unit": {"id": "u", "name": "lova"}}
    assert [one["as_of"] for one in capacities_of({"capacities": [beds]})] == [date(2026, 12, 1)]
