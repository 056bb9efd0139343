"""The volunteers service as browsers and programmes meet it, made once for a file of tests."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.volunteers.app import create_app
from services.volunteers.people.models import Volunteer
from services.volunteers.tables import Base
from shared.database import Database
from shared.settings import Settings
from shared.web.served import Talka
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.postgres import Postgres
from tests.support.rows import empty
from tests.support.services import environment, signing_key

Bearer = dict[str, str]


@pytest.fixture(scope="module")
def volunteers(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Settings]:
    """The settings of the service, over a database of this file's own."""
    url = postgres.create("volunteers", migrated("volunteers"))
    yield Settings.from_env("volunteers", environment("volunteers", url))
    postgres.drop(url)


@pytest.fixture(scope="module")
def composed(volunteers: Settings) -> Iterator[Flask]:
    made = create_app(volunteers)
    yield made
    made.extensions["talka"].service.database.close()


@pytest.fixture
def app(composed: Flask) -> Iterator[Flask]:
    """The service with empty tables."""
    yield composed
    empty(composed.extensions["talka"].service.database, Base.metadata)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def database(app: Flask) -> Database:
    """The database behind the application, for what a test prepares and looks at."""
    talka: Talka = app.extensions["talka"]
    return talka.service.database


@pytest.fixture
def bearer(volunteers: Settings) -> Callable[[Volunteer], Bearer]:
    """The headers of a volunteer who is signed in."""

    def headers(person: Volunteer) -> Bearer:
        principal = Principal(kind="volunteer", id=person.id, name=person.name, language=person.language)
        return {"Authorization": f"Bearer {issue(str(volunteers.volunteer_private_key), principal)}"}

    return headers


@pytest.fixture
def staff_bearer() -> Callable[..., Bearer]:
    """The headers of a staff member of an organisation; the role is organiser unless given."""

    def headers(organisation_id: UUID, role: str = "organiser") -> Bearer:
        principal = Principal(kind="staff", id=uuid7(), name="Rasa", language="lt", roles={organisation_id: role})
        return {"Authorization": f"Bearer {issue(signing_key('staff')[0], principal)}"}

    return headers


def come_in(client: FlaskClient, person: Volunteer) -> None:
    """Put a volunteer's token into the browser."""
    principal = Principal(kind="volunteer", id=person.id, name=person.name, language=person.language)
    client.set_cookie(COOKIES["volunteer"], issue(signing_key("volunteer")[0], principal))


def come_to_work(client: FlaskClient, organisation_id: UUID) -> None:
    """Put an organiser's token into the browser."""
    principal = Principal(kind="staff", id=uuid7(), name="Rasa", language="lt", roles={organisation_id: "organiser"})
    client.set_cookie(COOKIES["staff"], issue(signing_key("staff")[0], principal))


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[Volunteer], None]:
    """Put a volunteer's token into the test's browser."""
    return partial(come_in, client)


@pytest.fixture
def staff(client: FlaskClient) -> Callable[[UUID], None]:
    """Put an organiser's token into the test's browser."""
    return partial(come_to_work, client)
