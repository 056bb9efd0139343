from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shared.database import Database
from tests.support.postgres import Postgres
from tests.support.thing_tables import Base
from tests.support.things import application


@pytest.fixture(scope="session")
def web_database(postgres: Postgres) -> Iterator[Database]:
    database = Database(postgres.create("web"))
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def database(web_database: Database) -> Database:
    """With empty tables."""
    with web_database.transaction() as session:
        session.execute(text("TRUNCATE things, answers, limits, rights"))
    return web_database


@pytest.fixture(scope="session")
def app(web_database: Database) -> Flask:
    return application(web_database)


@pytest.fixture
def client(app: Flask, database: Database) -> FlaskClient:
    return app.test_client()
