"""A notifications service over one database, emptied before each test; it commits for real."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import DateTime, bindparam, select
from time_machine import TimeMachineFixture
from uuid_utils.compat import uuid7

from shared import database
from shared.settings import Settings
from shared.web.tokens import Principal, issue
from tests.support.factories.notifications import NewTown, Town, web_side
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key

TABLES = (
    "privacy_parts privacy_cases mailbox receipts attempts messages notes matters concerned listed campaigns audience "
    "occasions incoming_texts consents suppressions recipients "
    "inbox outbox due parking answers limits audit rights"
)


@pytest.fixture
def time_machine(time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch) -> TimeMachineFixture:
    """Whoever travels takes the database's clock along."""
    travelled = bindparam("now", callable_=lambda: datetime.now(UTC), type_=DateTime(timezone=True))
    monkeypatch.setattr(database, "NOW", select(travelled))
    return time_machine


@pytest.fixture(scope="session")
def town_database(postgres: Postgres, migrated: Callable[[str], str]) -> str:
    """The address of the database that these tests share."""
    return postgres.create("notifications_town", migrated("notifications"))


@contextmanager
def towns(town_database: str) -> Iterator[NewTown]:
    """Empty the database, and close the towns that are made over it."""
    made: list[Town] = []
    with psycopg.connect(town_database, autocommit=True) as connection:
        for table in TABLES.split():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))

    def make(**more: str) -> Town:
        env = environment("notifications", town_database, **{"TALKA_EMBEDDED": "1", "TALKA_QUIET_HOURS": "off"} | more)
        made.append(Town(Settings.from_env("notifications", env)))
        return made[-1]

    yield make
    for town in made:
        town.database.close()


@pytest.fixture
def new_town(town_database: str) -> Iterator[NewTown]:
    """`new_town(TALKA_QUIET_HOURS="off")`: a town with its own settings, on an empty database."""
    with towns(town_database) as make:
        yield make


@pytest.fixture
def town(new_town: NewTown) -> Town:
    """A town with the built-in phone and mailbox, and without quiet hours."""
    return new_town()


@pytest.fixture
def client(town: Town) -> Iterator[FlaskClient]:
    """A client of the town's web side."""
    with web_side(town) as app:
        yield app.test_client()


Bearer = Callable[..., dict[str, str]]


def bearer(organisation_id: UUID, role: str = "organiser") -> dict[str, str]:
    """The header of a staff member of this organisation; the role is organiser unless given."""
    principal = Principal(kind="staff", id=uuid7(), name="Rasa", language="en", roles={organisation_id: role})
    return {"Authorization": f"Bearer {issue(signing_key('staff')[0], principal)}"}


@pytest.fixture
def staff_of() -> Bearer:
    """Organisation, and role unless it is organiser -> the header of a staff member of it."""
    return bearer
