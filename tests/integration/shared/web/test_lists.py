"""Lists: pages that follow one another, cursors nobody can make up, and nothing sent twice."""

import pytest
from flask.testing import FlaskClient

from shared.database import Database
from tests.support.things import create_thing

PATH = "/api/events/v1/things"


@pytest.fixture(autouse=True)
def _five_things(database: Database) -> None:
    for number in range(5):
        with database.transaction() as session:
            create_thing(session, f"box {number}", size=number + 1)


def test_the_pages_of_a_list_hold_everything_once_and_in_order(client: FlaskClient) -> None:
    names, after = [], ""
    while True:
        page = client.get(f"{PATH}?limit=2{after}").get_json()
        names += [item["name"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert names == [f"box {number}" for number in range(5)]


def test_a_filter_narrows_the_list(client: FlaskClient) -> None:
    page = client.get(f"{PATH}?size=3").get_json()
    assert [item["name"] for item in page["items"]] == ["box 2"]


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "WyJhIl0.AAAA", "é", "a.b.c"])
def test_a_cursor_that_was_not_given_out_is_refused(client: FlaskClient, cursor: str) -> None:
    refused = client.get(PATH, query_string={"after": cursor})
    assert refused.status_code == 422
    assert refused.get_json()["type"] == "/problems/broken-cursor"


def test_an_unchanged_list_is_not_sent_again(client: FlaskClient, database: Database) -> None:
    tag = client.get(PATH).headers["ETag"]
    unchanged = client.get(PATH, headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["ETag"] == tag
    with database.transaction() as session:
        create_thing(session, "another")
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 200


def test_json_that_the_database_wrote_is_sent_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/api/events/v1/ready")
    assert answer.get_json() == {"name": "written"}
    assert answer.content_type == "application/json"
    assert answer.headers["ETag"]
