"""Other programmes keep entries by the same rules as the pages."""

from typing import Any
from uuid import uuid4

from flask import Flask

from services.events.directory.domain import id_of
from shared.database import Database
from tests.integration.events.conftest import Caller, token_of
from tests.integration.events.directory.conftest import INFORMING
from tests.support.factories.events import Worker, a_worker

ENTRY = f"/directory/entries/{INFORMING}"
SENIOR, NEWCOMER = id_of("target:senior"), id_of("target:newcomer")


def of(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer.json or {}
    return found


def at(answer: Any) -> dict[str, str]:
    """What a change of the state that was read must say."""
    return {"If-Match": answer.headers["ETag"]}


def test_an_entry_is_read_corrected_and_read_again(town: Flask, owner: Caller) -> None:
    first = owner("GET", ENTRY)
    service = of(first)["service"]
    assert first.headers["ETag"] == f'"{of(first)["version"]}"'
    change = {"x_fees_description_uk": "Безкоштовно", "phones": [{"number": "+370 611 11111"}], "email": "a@example.lt"}
    second = owner("PATCH", ENTRY, change | {"terms": [SENIOR, NEWCOMER]}, **at(first))
    assert second.status_code == 200, second.json
    (phone,) = of(second)["service"]["phones"]
    phones = [{"id": phone["id"], "number": "+370 633 33333"}, {"number": "+370 622 22222"}]
    answer = owner("PATCH", ENTRY, {"phones": phones, "email": None}, **at(second))
    now = of(answer)["service"]
    assert now["x_fees_description_uk"] == "Безкоштовно"
    assert {one["number"]: one["id"] == phone["id"] for one in now["phones"]} == {
        "+370 633 33333": True,
        "+370 622 22222": False,
    }
    assert "email" not in now
    assert {one["taxonomy_term"]["id"] for one in now["attributes"]} == {SENIOR, NEWCOMER}
    for name in ("name", "description", "required_documents", "service_at_locations"):
        assert now.get(name) == service.get(name), "what was left out stays"
    assert of(owner("GET", ENTRY)) == of(answer)


def test_who_has_read_an_older_state_changes_nothing(town: Flask, owner: Caller) -> None:
    first = owner("GET", ENTRY)
    assert owner("PATCH", ENTRY, {"alert": "Šiandien nedirbame"}, **at(first)).status_code == 200
    assert owner("PATCH", ENTRY, {"alert": "Dirbame"}, **at(first)).status_code == 412
    assert owner("PATCH", ENTRY, {"alert": "Dirbame"}).status_code == 428
    assert of(owner("GET", ENTRY))["service"]["alert"] == "Šiandien nedirbame"


def test_what_is_wrong_is_said_by_its_field(town: Flask, owner: Caller) -> None:
    first = owner("GET", ENTRY)
    for wrong, field in (
        ({"name": ""}, "name"),
        ({"minimum_age": 131}, "minimum_age"),
        ({"phones": [{"number": "abc"}]}, "phones.0.number"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"terms": [str(uuid4())]}, "terms"),
        ({"colour": "green"}, "colour"),
        ({"phones": [{"id": of(first)["service"]["id"], "number": "+370 600 00001"}] * 61}, "phones"),
    ):
        answer = owner("PATCH", f"{ENTRY}?lang=lt", wrong, **at(first))
        assert (answer.status_code, list(of(answer)["errors"])) == (422, [field])
        assert answer.content_type == "application/problem+json"
    assert of(owner("GET", ENTRY)) == of(first)


def test_a_new_entry_is_a_draft_and_made_once(town: Flask, owner: Caller, organisation_id: str) -> None:
    client = town.test_client()
    path, key = f"/organisations/{organisation_id}/directory/entries", {"Idempotency-Key": str(uuid4())}
    known = of(owner("GET", ENTRY))["service"]["organization"]["id"]
    new = {"name": "Drabužių bankas", "organization_id": known, "phones": [{"number": "+370 600 00009"}]}
    first, again = (owner("POST", path, new | {"terms": [SENIOR]}, **key) for _ in range(2))
    assert (first.status_code, of(first)["is_draft"], of(first)) == (201, True, of(again))
    page = f"/directory/services/{of(first)['id']}"
    assert client.get(page).status_code == 404
    entry = f"/directory/entries/{of(first)['id']}"
    assert of(owner("POST", f"{entry}/show"))["is_draft"] is False
    assert client.get(page).status_code == 200
    assert of(owner("POST", f"{entry}/end"))["status"] == "defunct"
    assert list(of(owner("POST", path, {"name": "Be teikėjo"}))["errors"]) == ["provider"]
    other = of(owner("POST", path, {"name": "Kita", "provider": "Parapija"}))
    assert other["service"]["organization"]["name"] == "Parapija"
    unknown = owner("POST", path, {"name": "Kita", "organization_id": str(uuid4())})
    assert (unknown.status_code, of(unknown)["type"]) == (422, "/problems/directory-document-is-wrong")
    assert list(of(unknown)["errors"]) == ["_schema"]


PLACE = {
    "name": "Seniūnija",
    "address_1": "Taikos g. 1",
    "city": "Obeliai",
    "state_province": "Panevėžio apskritis",
    "postal_code": "LT-42001",
    "schedules": [{"byday": ["MO", "WE"], "opens_at": "09:00", "closes_at": "12:00"}],
}


def there(answer: Any) -> dict[str, Any]:
    """The entry at that place."""
    places: list[dict[str, Any]] = of(answer)["service"]["service_at_locations"]
    return next(one for one in places if one["location"].get("name") == PLACE["name"])


def test_a_place_is_added_corrected_and_taken_away(town: Flask, owner: Caller) -> None:
    first = owner("GET", ENTRY)
    added = owner("POST", f"{ENTRY}/places", PLACE | {"version": of(first)["version"]})
    assert added.status_code == 201, added.json
    place = there(added)
    assert place["location"]["schedules"][0]["byday"] == "MO,WE"
    path = f"{ENTRY}/places/{place['id']}"
    wrong = owner("PUT", path, PLACE | {"schedules": [{"byday": [], "opens_at": "09:00"}]}, **at(added))
    assert (wrong.status_code, set(of(wrong)["errors"])) == (422, {"schedules.0.byday", "schedules.0.closes_at"})
    moved = owner("PUT", path, PLACE | {"city": "Kamajai"}, **at(added))
    assert there(moved)["location"]["addresses"][0]["city"] == "Kamajai"
    assert owner("PUT", f"{ENTRY}/places/{uuid4()}", PLACE, **at(moved)).status_code == 404
    assert owner("DELETE", path, **at(added)).status_code == 412
    assert owner("DELETE", path, **at(moved)).status_code == 204
    left = of(owner("GET", ENTRY))["service"]["service_at_locations"]
    assert [one["id"] for one in left] == [one["id"] for one in of(first)["service"]["service_at_locations"]]
    assert owner("DELETE", f"{ENTRY}/places/{left[0]['id']}").status_code == 204


def test_hours_of_a_service_without_a_place_are_put(town: Flask, owner: Caller) -> None:
    path = f"/directory/entries/{id_of('service:at_home')}"
    first = owner("GET", path)
    week = {"byday": ["MO", "SU"], "opens_at": "00:00", "closes_at": "00:00"}
    saved = owner("PUT", f"{path}/hours", {"schedules": [week], "x_exceptions": [{"day": "2090-12-24"}]}, **at(first))
    (row,) = of(saved)["service"]["schedules"]
    assert (row["byday"], row["opens_at"], row["x_exceptions"][0]["day"]) == ("MO,SU", "00:00", "2090-12-24")
    assert owner("PUT", f"{path}/hours", {"schedules": []}, **at(first)).status_code == 412
    wrong = owner("PUT", f"{path}/hours", {"schedules": [{"byday": ["MO"]}]}, **at(saved))
    assert (wrong.status_code, set(of(wrong)["errors"])) == (422, {"schedules.0.opens_at", "schedules.0.closes_at"})
    assert "schedules" not in of(owner("PUT", f"{path}/hours", {}, **at(saved)))["service"]


def test_terms_are_listed_page_by_page(town: Flask, owner: Caller) -> None:
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = of(owner("GET", f"/directory/terms?limit=7{after}"))
        found += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert {one["id"] for one in found if one["is_target"]} >= {SENIOR, NEWCOMER}
    assert len({one["id"] for one in found}) == len(found) > 14


def test_whose_it_is_not_reads_and_changes_nothing(
    town: Flask, database: Database, stranger: Caller, anyone: Caller, worker: Worker
) -> None:
    assert anyone("GET", ENTRY).status_code == 401
    assert stranger("GET", ENTRY).status_code == 404
    assert stranger("PATCH", ENTRY, {"alert": "x"}, If_Match='"1"').status_code == 404
    with database.transaction() as session:
        door = a_worker(session, next(iter(worker.roles)), "check_in")
    headers = {"Authorization": f"Bearer {token_of(door)}"}
    assert town.test_client().get(f"/api/events/v1{ENTRY}", headers=headers).status_code == 403
