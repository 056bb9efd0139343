"""A town with eight services, somebody at its touch screen, and somebody who looks from elsewhere."""

import pytest
from flask import Flask

from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker
from tests.support.factories.kiosk import paired, services_of_rokiskis
from tests.support.visitor import Visitor


@pytest.fixture
def town(app: Flask, database: Database, worker: Worker) -> Flask:
    """The services of Rokiškis, kept by the worker's organisation."""
    with database.transaction() as session:
        services_of_rokiskis(session, worker)
    return app


@pytest.fixture
def kiosk(town: Flask, database: Database, worker: Worker) -> Visitor:
    """Somebody at the touch screen."""
    with database.transaction() as session:
        return paired(Visitor(town), session, worker)


@pytest.fixture
def elsewhere(town: Flask) -> Visitor:
    """Somebody who looks at the same pages on a device of their own."""
    return Visitor(town)


@pytest.fixture
def staff(town: Flask, worker: Worker) -> Visitor:
    """The owner of the organisation, signed in."""
    return Visitor(town, lang="en", talka_staff=token_of(worker))
