"""The services under test: their migrated databases, and settings as an operator would give them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Protocol

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from shared.migrations import migrate
from shared.settings import Settings
from tests.support.postgres import Postgres

NewDatabase = Callable[[str], str]


@cache
def signing_key(owner: str) -> tuple[str, str]:
    """The private and the public ES256 key, in PEM form, of `staff` or `volunteer`."""
    key = ECKey.generate_key("P-256", auto_kid=False)
    return key.as_pem(private=True).decode(), key.as_pem(private=False).decode()


def environment(service: str, database_url: str, **more: str) -> dict[str, str]:
    """The variables one service is started with; without more ones it uses the transport without a broker."""
    return {
        "TALKA_DATABASE_URL": database_url,
        "TALKA_SECRET_KEY": "only for tests, and therefore in the open",
        "TALKA_PUBLIC_URL": "http://talka.test",
        "TALKA_TRANSPORT": "local",
        "TALKA_LOCAL_INBOXES": "{}",
        "TALKA_STAFF_PRIVATE_KEY": signing_key("staff")[0],
        "TALKA_STAFF_PUBLIC_KEY": signing_key("staff")[1],
        "TALKA_VOLUNTEER_PRIVATE_KEY": signing_key("volunteer")[0],
        "TALKA_VOLUNTEER_PUBLIC_KEY": signing_key("volunteer")[1],
    } | more


class NewSettings(Protocol):
    """`settings("events", TALKA_QUIET_HOURS="off")`: settings over an own database of the service."""

    def __call__(self, service: str, **more: str) -> Settings: ...


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> Callable[[str], str]:
    """Service -> the address of a database built by its migrations, to be copied and never written to."""

    @cache
    def template(service: str) -> str:
        url = postgres.create(f"template_{service}")
        migrate(service, url)
        return url

    return template


@pytest.fixture
def new_database(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[NewDatabase]:
    """Service -> a migrated database of the test's own, in which it may really commit."""
    made: list[str] = []

    def make(service: str) -> str:
        made.append(postgres.create(service, migrated(service)))
        return made[-1]

    yield make
    for url in made:
        postgres.drop(url)


@pytest.fixture
def settings(new_database: NewDatabase) -> NewSettings:
    """Settings of a service over a database of the test's own."""

    def make(service: str, **more: str) -> Settings:
        return Settings.from_env(service, environment(service, new_database(service), **more))

    return make


@pytest.fixture(scope="session")
def shared_copy(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Callable[[str], Engine]]:
    """Service -> a database for all tests that take everything back; its engine writes each kind of statement once."""
    made: list[Engine] = []

    @cache
    def engine(service: str) -> Engine:
        url = make_url(postgres.create(f"{service}_rooms", migrated(service)))
        made.append(create_engine(url.set(drivername="postgresql+psycopg")))
        return made[-1]

    yield engine
    for one in made:
        one.dispose()


@pytest.fixture
def events_session(shared_copy: Callable[[str], Engine]) -> Iterator[Session]:
    """A session on the events database; what the test writes and commits is taken back."""
    yield from taken_back(shared_copy("events"))


@pytest.fixture
def volunteers_session(shared_copy: Callable[[str], Engine]) -> Iterator[Session]:
    """A session on the volunteers database; what the test writes and commits is taken back."""
    yield from taken_back(shared_copy("volunteers"))


@pytest.fixture
def notifications_session(shared_copy: Callable[[str], Engine]) -> Iterator[Session]:
    """A session on the notifications database; what the test writes and commits is taken back."""
    yield from taken_back(shared_copy("notifications"))


def taken_back(engine: Engine) -> Iterator[Session]:
    """One outer transaction, in which commits of the session are savepoints."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()
