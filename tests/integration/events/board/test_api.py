"""Posts as programmes read and write them."""

from typing import Any

import pytest
from flask import Flask

from shared.database import Database
from tests.integration.events.conftest import Caller, calling
from tests.support.factories.board import a_partner, new_post
from tests.support.factories.events import Worker


def as_json(**facts: Any) -> dict[str, Any]:
    post = new_post(**facts)
    return post | {name: post[name].isoformat() for name in ("from_on", "until_on")}


@pytest.fixture
def partner(app: Flask, database: Database, worker: Worker) -> tuple[Caller, str]:
    with database.transaction() as session:
        somebody = a_partner(session, worker)
    (organisation_id,) = somebody.roles
    return calling(app, somebody), f"/organisations/{organisation_id}/posts"


def test_a_post_is_written_once_under_its_key_read_changed_and_renewed(
    owner: Caller, anyone: Caller, organisation_id: str
) -> None:
    path = f"/organisations/{organisation_id}/posts"
    made = [owner("POST", path, as_json(), Idempotency_Key="news-1") for _time in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    ids = {answer.json["id"] for answer in made if answer.json}
    (post_id,) = ids
    listed = anyone("GET", "/posts?category=integration&spoken=uk").json
    assert listed
    assert [item["id"] for item in listed["items"]] == [post_id]
    etag = owner("GET", f"{path}/{post_id}").headers["ETag"]
    changed = owner("PATCH", f"{path}/{post_id}", {"area": "Kaunas"}, If_Match=etag)
    assert changed.json
    assert (changed.json["area"], changed.json["title"], changed.json["version"]) == ("Kaunas", new_post()["title"], 2)
    assert owner("PATCH", f"{path}/{post_id}", {"area": "Kaunas"}, If_Match=etag).status_code == 412
    assert owner("PATCH", f"{path}/{post_id}", {"area": "Kaunas"}).status_code == 428
    assert owner("POST", f"{path}/{post_id}/renew", {"version": 2}).status_code == 200
    shown = anyone("GET", f"/posts/{post_id}")
    assert (shown.status_code, anyone("GET", f"/posts/{post_id}", If_None_Match=shown.headers["ETag"]).status_code) == (
        200,
        304,
    )
    assert owner("POST", f"{path}/{post_id}/withdraw", {"version": 3}).status_code == 200
    assert anyone("GET", f"/posts/{post_id}").status_code == 410


def test_a_partners_post_is_judged_by_the_lead(owner: Caller, anyone: Caller, partner: tuple[Caller, str]) -> None:
    writer, path = partner
    made = writer("POST", path, as_json()).json
    assert made
    assert (made["state"], made["waits"]) == ("waiting", True)
    one = f"{path}/{made['id']}"
    back = owner("POST", f"{one}/send-back", {"version": 1, "reason": "Kur?"}).json
    assert back
    assert (back["state"], back["reason"]) == ("sent_back", "Kur?")
    writer("PATCH", one, {"send": True}, If_Match='"2"')
    assert writer("POST", f"{one}/approve", {"version": 3}).status_code == 404
    approved = owner("POST", f"{one}/approve", {"version": 3}).json
    assert approved
    assert approved["state"] == "published"
    proposed = writer("PATCH", one, {"area": "Kaunas"}, If_Match='"4"').json
    again = writer("PATCH", one, {"link": ""}, If_Match='"5"').json
    assert proposed
    assert again
    assert (proposed["area"], proposed["proposed"]["area"], again["proposed"]["area"]) == ("", "Kaunas", "Kaunas")
    assert owner("POST", f"{one}/approve", {"version": 6}).status_code == 200
    assert owner("POST", f"{one}/approve", {"version": 7}).json["type"] == "/problems/nothing-to-moderate"  # type: ignore[index]


def test_strangers_see_what_is_on_the_board_and_no_more(
    stranger: Caller, anyone: Caller, owner: Caller, organisation_id: str, partner: tuple[Caller, str]
) -> None:
    path = f"/organisations/{organisation_id}/posts"
    made = owner("POST", path, as_json(send=False)).json
    assert made
    assert anyone("GET", path).status_code == 401
    for refused in (path, f"{path}/{made['id']}"):
        assert stranger("GET", refused).status_code == 404
    assert owner("GET", f"{partner[1]}/{made['id']}").status_code == 404
    assert stranger("POST", path, as_json()).status_code == 404
    assert anyone("GET", f"/posts/{made['id']}").status_code == 404


def test_all_posts_of_an_organisation_are_listed_page_by_page(owner: Caller, organisation_id: str) -> None:
    path = f"/organisations/{organisation_id}/posts"
    for _number in range(3):
        owner("POST", path, as_json(send=False))
    first = owner("GET", f"{path}?limit=2").json
    assert first
    rest = owner("GET", f"{path}?limit=2&after={first['next']}").json
    assert rest
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


def test_what_is_wrong_is_said_by_field(owner: Caller, organisation_id: str) -> None:
    path = f"/organisations/{organisation_id}/posts"
    for wrong, field in (
        ({"category": "gossip"}, "category"),
        ({"until_on": "2020-01-01"}, "until_on"),
        ({"title": {}}, "title"),
    ):
        answer = owner("POST", path, as_json() | wrong)
        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])  # type: ignore[index]
