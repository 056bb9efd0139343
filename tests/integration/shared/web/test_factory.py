"""Mistakes of a feature's author stop the start, before anybody can meet them."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from shared.database import Database
from shared.errors import Unauthenticated
from shared.messaging.service import Service
from shared.settings import Settings
from shared.web import tokens
from shared.web.factory import create_app
from shared.web.pages import Pages
from shared.web.rest import Api
from shared.web.rules import anyone
from tests.support.services import environment
from tests.support.things import bearer, create_thing


class Echo(Schema):
    name = fields.String(required=True)


def service() -> Service:
    settings = Settings.from_env("events", environment("events", "postgresql://127.0.0.1:1/nowhere"))
    return Service(name="events", settings=settings, database=Database(settings.database_url))


def view(_session: Session, **_facts: Any) -> Any:
    """A view."""


def test_a_route_without_a_rule_stops_the_start() -> None:
    pages = Pages("careless")
    pages.blueprint.add_url_rule("/careless", "careless", lambda: "")
    with pytest.raises(ValueError, match=r"no permission rule for careless\.careless"):
        create_app(service(), pages=[pages])


def test_two_views_of_one_name_stop_the_start() -> None:
    pages, api = Pages("twice"), Api("twice", "/api/events/v1")
    pages.get("/once", allow=anyone)(view)
    with pytest.raises(ValueError, match="twice has two pages named view"):
        pages.get("/twice", allow=anyone)(view)
    api.get("/once", allow=anyone, gives=Echo)(view)
    with pytest.raises(ValueError, match="twice has two views named view"):
        api.get("/twice", allow=anyone, gives=Echo)(view)


def test_two_features_may_have_schemas_of_one_name() -> None:
    other: Any = type("Echo", (Schema,), {"size": fields.Integer(), "__module__": "services.events.programme.schemas"})
    first, second = Api("first", "/api/events/v1"), Api("second", "/api/events/v1")
    first.get("/first", allow=anyone, gives=Echo)(view)
    second.get("/second", allow=anyone, gives=other)(view)
    app = create_app(service(), apis=[first, second])
    schemas = app.test_client().get("/api/events/openapi.json").get_json()["components"]["schemas"]
    assert list(schemas["Echo"]["properties"]) == ["name"]
    assert list(schemas["ProgrammeEcho"]["properties"]) == ["size"]


def test_who_must_be_signed_in_is_asked_for() -> None:
    with create_app(service()).test_request_context(), pytest.raises(Unauthenticated):
        tokens.asker()


def test_a_replacement_can_ask_for_the_version_too(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        path = f"/api/events/v1/things/{create_thing(session, 'box').id}"
    assert client.put(path, json={"name": "crate"}, headers=bearer()).status_code == 428
    replaced = client.put(path, json={"name": "crate"}, headers={"If-Match": '"1"'} | bearer())
    assert replaced.get_json()["name"] == "crate"
    assert replaced.headers["ETag"] == '"2"'


def test_a_view_may_answer_for_itself(client: FlaskClient) -> None:
    answer = client.get("/api/events/v1/moved")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/public")
