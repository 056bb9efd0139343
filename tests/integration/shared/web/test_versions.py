"""Two people who edit the same thing: neither overwrites what they have not seen."""

import pytest
from flask.testing import FlaskClient

from shared.database import Database
from tests.support.things import bearer, create_thing


@pytest.fixture
def path(database: Database) -> str:
    with database.transaction() as session:
        return f"/api/events/v1/things/{create_thing(session, 'box').id}"


def test_the_version_read_is_the_one_that_may_be_changed(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    assert tag == '"1"'
    changed = client.patch(path, json={"name": "crate"}, headers={"If-Match": tag, **bearer()})
    assert (changed.status_code, changed.get_json()["name"]) == (200, "crate")
    assert changed.headers["ETag"] == '"2"'


def test_an_older_version_is_not_overwritten(client: FlaskClient, path: str) -> None:
    client.patch(path, json={"name": "crate"}, headers={"If-Match": '"1"', **bearer()})
    late = client.patch(path, json={"name": "chest"}, headers={"If-Match": '"1"', **bearer()})
    assert late.status_code == 412
    assert late.get_json()["type"] == "/problems/changed-meanwhile"
    assert client.get(path).get_json()["name"] == "crate"


def test_a_change_without_a_version_is_refused(client: FlaskClient, path: str) -> None:
    refused = client.patch(path, json={"name": "crate"}, headers=bearer())
    assert refused.status_code == 428
    assert refused.get_json()["type"] == "/problems/condition-needed"


@pytest.mark.parametrize("tag", ["*", "1", 'W/"1"', '"x"', '"1", "2"', '"99999999999999999999"'])
def test_a_tag_that_was_not_given_out_matches_nothing(client: FlaskClient, path: str, tag: str) -> None:
    refused = client.patch(path, json={"name": "crate"}, headers={"If-Match": tag, **bearer()})
    assert refused.status_code == 412


def test_an_unchanged_thing_is_not_sent_again(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"If-None-Match": '"1"'}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"0"'}).status_code == 200


def test_a_removal_minds_the_version_if_one_is_given(client: FlaskClient, path: str) -> None:
    assert client.delete(path, headers={"If-Match": '"7"', **bearer()}).status_code == 412
    removed = client.delete(path, headers=bearer())
    assert (removed.status_code, removed.data) == (204, b"")
    assert client.get(path).status_code == 404
