"""An evening that parties register for, and a browser."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from shared.database import Database
from tests.support.factories.events import Worker, a_party, a_shift, an_event, an_occurrence
from tests.support.visitor import Visitor


@pytest.fixture
def evening(database: Database, worker: Worker) -> dict[str, Any]:
    """A published event with one date of four places."""
    with database.transaction() as session:
        return an_event(session, worker, occurrences=[an_occurrence(capacity=4)])


@pytest.fixture
def evening_id(evening: dict[str, Any]) -> UUID:
    """Its date."""
    id_: UUID = evening["occurrences"][0]["id"]
    return id_


@pytest.fixture
def series(database: Database, worker: Worker) -> dict[str, Any]:
    """A published event in three weeks, with four places and a shift each."""
    with database.transaction() as session:
        dates = [an_occurrence(days, capacity=4, shifts=[a_shift()]) for days in (7, 14, 21)]
        return an_event(session, worker, occurrences=dates)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody without an account, who reads English."""
    return Visitor(app, lang="en")


def party(database: Database, occurrence_id: UUID, size: int = 1, **facts: Any) -> dict[str, Any]:
    """A party that has registered."""
    with database.transaction() as session:
        return a_party(session, occurrence_id, size, **facts)
