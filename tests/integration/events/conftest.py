"""The events service as a browser or a programme meets it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from services.events.app import create_app
from services.events.tables import Base
from shared.database import Database
from shared.settings import Settings
from shared.web import tallies, tokens
from tests.support.factories.events import Worker, a_worker, an_organisation, new_event
from tests.support.postgres import Postgres
from tests.support.rows import add_up, empty
from tests.support.services import environment, signing_key
from tests.support.visitor import Visitor

PREFIX = "/api/events/v1"
SEEDED = ("directory_taxonomies", "directory_taxonomy_terms")
"""What the migrations fill."""


@dataclass
class Caller:
    """Calls the JSON interface, signed in as a worker or not."""

    client: FlaskClient
    headers: dict[str, str]

    def __call__(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(PREFIX + path, method=method, json=json, headers=self.headers | named)


@pytest.fixture(scope="module")
def composed(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Flask]:
    """The service, made once for a file of tests, over a database of that file's own. Counts are added up on call."""
    url = postgres.create("events", migrated("events"))
    made = create_app(Settings.from_env("events", environment("events", url)))
    with made.extensions["talka"].service.database.transaction() as session:
        for table in SEEDED:
            session.execute(text(f"CREATE TABLE seeded_{table} AS TABLE {table}"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tallies, "EVERY", 3600.0)
        yield made
    made.extensions["talka"].service.database.close()
    postgres.drop(url)


def leave_nothing(app: Flask) -> None:
    """Empty the tables but for what every installation has, and forget what the service keeps in memory of them."""
    add_up(app)
    app.extensions.pop("widget_sites", None)
    empty(app.extensions["talka"].service.database, Base.metadata, SEEDED)


@pytest.fixture
def app(composed: Flask) -> Iterator[Flask]:
    """The service with tables that are empty but for what every installation has."""
    yield composed
    leave_nothing(composed)


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["talka"].service.database
    return found


@pytest.fixture
def anyone(app: Flask) -> Caller:
    """Somebody without an account, who reads English."""
    return Caller(app.test_client(), {"Accept-Language": "en"})


@pytest.fixture
def worker(database: Database) -> Worker:
    """The owner of an organisation."""
    with database.transaction() as session:
        return a_worker(session, an_organisation(session), email="rasa@example.lt")


def of(answer: Any) -> dict[str, Any]:
    """The JSON of an answer."""
    found: dict[str, Any] = answer.json or {}
    return found


def token_of(worker: Worker) -> str:
    principal = tokens.Principal(kind="staff", id=worker.id, name="Rasa", language="lt", roles=worker.roles)
    return tokens.issue(signing_key("staff")[0], principal)


def calling(app: Flask, worker: Worker) -> Caller:
    return Caller(
        app.test_client(use_cookies=False), {"Authorization": f"Bearer {token_of(worker)}", "Accept-Language": "en"}
    )


@pytest.fixture
def owner(app: Flask, worker: Worker) -> Caller:
    """The owner, signed in."""
    return calling(app, worker)


@pytest.fixture
def staff(app: Flask, worker: Worker) -> Visitor:
    """The owner's browser, in English."""
    return Visitor(app, lang="en", talka_staff=token_of(worker))


@pytest.fixture
def rasa(events_session: Session) -> Worker:
    """An owner for operations that run in one transaction which is taken back."""
    return a_worker(events_session, an_organisation(events_session))


@pytest.fixture
def stranger(app: Flask, database: Database) -> Caller:
    """The owner of another organisation, signed in."""
    with database.transaction() as session:
        other = a_worker(session, an_organisation(session))
    return calling(app, other)


def as_json(**facts: Any) -> dict[str, Any]:
    """A new event as it is sent."""
    event = new_event(**facts)
    for one in event["occurrences"]:
        one["starts"], one["ends"] = one["starts"].isoformat(), one["ends"].isoformat()
    return event


@pytest.fixture
def organisation_id(worker: Worker) -> str:
    (id_,) = worker.roles
    return str(id_)


@pytest.fixture
def event(owner: Caller, organisation_id: str) -> dict[str, Any]:
    """A published event of the owner's, as the API shows it."""
    draft = owner("POST", "/events", as_json() | {"organisation_id": organisation_id}).json
    assert draft is not None
    published = owner("POST", f"/events/{draft['id']}/publish", {"version": draft["version"]}).json
    return dict(published or {})


@pytest.fixture
def occurrence_id(event: dict[str, Any]) -> UUID:
    return UUID(event["occurrences"][0]["id"])
