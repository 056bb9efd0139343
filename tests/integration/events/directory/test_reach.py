"""Whom a service reaches, who is asked and what is free stand on both its pages, and no heading where nothing does."""

from typing import Any

import pytest
from flask import Flask

from services.events.directory.domain import read_json
from services.events.directory.operations import import_document
from shared.database import Database
from tests.support.factories.directory import a_service, an_id
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor


@pytest.mark.parametrize("address", ["/directory/services/", "/kiosk/en/services/"])
def test_area_contacts_and_free_places_are_told_where_somebody_has_said_them(
    app: Flask, database: Database, worker: Worker, address: str
) -> None:
    known: dict[str, Any] = {"unit": {"id": an_id("unit"), "name": "lova"}, "updated": "2026-11-20T10:00:00Z"}
    free = known | {"id": an_id("free"), "available": 3, "maximum": 12}
    some = known | {"id": an_id("some"), "available": 0, "description": "Nakvynei"}
    rasa: dict[str, Any] = {"id": an_id("rasa"), "name": "Rasa", "title": "vadovė", "email": "rasa@example.lt"}
    rasa |= {"phones": [{"id": an_id("line"), "number": "+370 600 11111"}]}
    area = {"id": an_id("area"), "name": "Rokiškio rajonas", "x_name_en": "Rokiškis district"}
    told = a_service("a", service_areas=[area], contacts=[rasa], capacities=[free, some])
    told["service_at_locations"][0] |= {"contacts": [{"id": an_id("desk"), "department": "Registratūra"}]}
    told["service_at_locations"][0] |= {"service_areas": [{"id": an_id("near"), "description": "Tik miestas"}]}
    with database.transaction() as session:
        document = read_json({"services": [told, a_service("b")]})
        import_document(session, worker, next(iter(worker.roles)), document)
    said = Visitor(app, lang="en").open(f"{address}{an_id('service a')}").text
    for words in (
        "Rokiškis district",
        "Rasa , vadovė",
        "+370 600 11111",
        "rasa@example.lt",
        "Registratūra",
        "Tik miestas",
    ):
        assert words in said
    assert "lova : 3 of 12 free (20 November 2026)" in said
    assert "Nakvynei , lova : 0 free (20 November 2026)" in said
    silent = Visitor(app, lang="en").open(f"{address}{an_id('service b')}").text
    for heading in ("Area served", "Whom to ask", "What is free"):
        assert (heading in said, heading in silent) == (True, False)
