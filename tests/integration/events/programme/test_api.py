"""The JSON interface of the programme."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from shared.database import Database
from tests.integration.events.conftest import Caller, as_json, calling
from tests.support.factories.events import VENUE, Worker, a_shift, an_occurrence, wall
from tests.support.ledger import told


def test_an_event_goes_from_draft_to_the_programme(
    anyone: Caller, owner: Caller, database: Database, organisation_id: str
) -> None:
    new = as_json(occurrences=[an_occurrence(7, shifts=[a_shift()]), an_occurrence(21)])
    created = owner("POST", "/events", new | {"organisation_id": organisation_id})
    assert created.json is not None
    assert (created.status_code, created.headers["ETag"]) == (201, '"1"')
    event = f"/events/{created.json['id']}"
    assert anyone("GET", event).status_code == 404
    assert owner("GET", event).json == created.json
    patched = owner("PATCH", event, {"title": {"lt": "Vakaras", "uk": "Вечір"}}, If_Match='"1"')
    assert patched.status_code == 200
    published = owner("POST", f"{event}/publish", {"version": 2})
    assert published.status_code == 200
    shown = anyone("GET", event)
    assert (shown.status_code, shown.json) == (200, published.json)
    listed = dict(anyone("GET", "/programme", Accept_Language="uk").json or {})
    assert [one["title"] for one in listed["items"]] == ["Вечір", "Вечір"]
    with database.transaction() as session:
        (message,) = told(session, "events.event.published")
    assert message.occurrences[0].shifts[0].languages == ("uk",)


def test_what_has_not_changed_is_not_sent_again(anyone: Caller, event: dict[str, Any]) -> None:
    for path in (f"/events/{event['id']}", "/programme"):
        first = anyone("GET", path)
        again = anyone("GET", path, If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")


def test_the_programme_is_paged_by_cursors_that_nobody_can_make(
    anyone: Caller, owner: Caller, organisation_id: str
) -> None:
    new = as_json(occurrences=[an_occurrence(day) for day in (5, 6, 7)]) | {"organisation_id": organisation_id}
    draft = dict(owner("POST", "/events", new).json or {})
    owner("POST", f"/events/{draft['id']}/publish", {"version": 1})
    first = dict(anyone("GET", "/programme?limit=2").json or {})
    second = dict(anyone("GET", f"/programme?limit=2&after={first['next']}").json or {})
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert anyone("GET", "/programme?after=made-up").status_code == 422
    assert anyone("GET", "/programme?limit=101").status_code == 422
    assert anyone("GET", "/programme?colour=red").status_code == 422


def test_filters_narrow_the_programme(anyone: Caller, event: dict[str, Any]) -> None:
    def count(query: str) -> int:
        return len(dict(anyone("GET", f"/programme?{query}").json or {})["items"])

    assert (count("kind=cultural_exchange&step_free=true&spoken=uk&free=true"), count("kind=training")) == (1, 0)
    assert count(f"first_day={wall(7).date()}&last_day={wall(7).date()}") == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"title": {}}, "title"),
        ({"title": {"fr": "Bonjour"}}, "title.fr"),
        ({"state": "published"}, "state"),
        ({"occurrences": []}, "occurrences"),
    ],
)
def test_bad_input_is_named_by_its_field_and_nothing_is_made(
    owner: Caller, organisation_id: str, change: dict[str, Any], field: str
) -> None:
    answer = owner("POST", "/events", as_json() | {"organisation_id": organisation_id} | change)
    assert answer.json is not None
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert dict(owner("GET", "/events").json or {})["items"] == []


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (wall(-1), wall(-1, 20), "starts-in-the-past"),
        (wall(7), wall(7, 17), "ends-before-it-starts"),
        (wall(7).replace(2027, 3, 28, 3, 30), wall(7).replace(2027, 3, 28, 5), "time-does-not-exist"),
    ],
    ids=["past", "backwards", "gap"],
)
def test_times_that_make_no_sense_are_told_apart(
    owner: Caller, organisation_id: str, starts: Any, ends: Any, code: str
) -> None:
    new = as_json(occurrences=[an_occurrence(starts=starts, ends=ends)]) | {"organisation_id": organisation_id}
    answer = owner("POST", "/events", new)
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{code}")


def test_a_date_is_moved_by_who_read_the_event(owner: Caller, event: dict[str, Any], occurrence_id: UUID) -> None:
    path, body = f"/occurrences/{occurrence_id}", {"venue": VENUE | {"name": "Biblioteka"}}
    assert owner("PATCH", path, body).status_code == 428
    assert owner("PATCH", path, body, If_Match='"1"').status_code == 412
    moved = owner("PATCH", path, body, If_Match='"2"')
    assert moved.json is not None
    assert moved.json["occurrences"][0]["venue"]["name"] == "Biblioteka"
    assert moved.headers["ETag"] == '"3"'


def test_an_event_is_copied_to_another_day(owner: Caller, event: dict[str, Any]) -> None:
    day = wall(50).date().isoformat()
    copy = dict(owner("POST", f"/events/{event['id']}/copies", {"first_day": day}).json or {})
    assert (copy["state"], copy["occurrences"][0]["starts"]) == ("draft", f"{day}T18:00:00")
    listed = dict(owner("GET", "/events").json or {})["items"]
    assert [(one["id"], one["state"]) for one in listed] == [(copy["id"], "draft"), (event["id"], "published")]


def test_a_foreign_organisations_ids_are_not_found(
    stranger: Caller, event: dict[str, Any], occurrence_id: UUID, organisation_id: str
) -> None:
    answers = [
        stranger("PATCH", f"/events/{event['id']}", {"kind": "training"}, If_Match='"2"'),
        stranger("POST", f"/events/{event['id']}/publish", {"version": 2}),
        stranger("POST", f"/events/{event['id']}/copies", {"first_day": "2027-01-10"}),
        stranger("PATCH", f"/occurrences/{occurrence_id}", {"venue": VENUE}, If_Match='"2"'),
        stranger("POST", "/events", as_json() | {"organisation_id": organisation_id}),
        stranger("POST", "/events", as_json() | {"organisation_id": str(uuid4())}),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert dict(stranger("GET", "/events").json or {})["items"] == []


def test_who_only_checks_in_may_not_plan(app: Flask, worker: Worker, organisation_id: str) -> None:
    check_in = calling(app, Worker(worker.id, dict.fromkeys(worker.roles, "check_in")))
    assert check_in("POST", "/events", as_json() | {"organisation_id": organisation_id}).status_code == 403
