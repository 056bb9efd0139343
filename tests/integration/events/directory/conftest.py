"""The directory of Rokiškis, whoever keeps it, and time that passes for its entries."""

import tomllib
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events import app as app_module
from services.events.directory.domain import id_of, read_json, spelled_out
from services.events.directory.operations import import_document
from shared.contracts.events import ServiceCheckAsked
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker
from tests.support.ledger import told
from tests.support.visitor import Visitor

SAMPLE = Path(app_module.__file__).parent / "samples/directory/rokiskis.toml"
INFORMING = UUID(id_of("service:informing"))
"""An entry with places, phones and hours."""


@pytest.fixture
def town(app: Flask, database: Database, worker: Worker) -> Flask:
    """The services of Rokiškis."""
    with database.transaction() as session:
        document = read_json(spelled_out(tomllib.loads(SAMPLE.read_text())))
        import_document(session, worker, next(iter(worker.roles)), document)
    return app


@pytest.fixture
def keeper(town: Flask, worker: Worker) -> Visitor:
    """Whoever keeps the entries, in a browser."""
    return Visitor(town, lang="en", talka_staff=token_of(worker))


def grow_old(session: Session, months: int, service_id: UUID = INFORMING) -> None:
    """Let it be so many months ago that an entry was checked, and its due row have come."""
    past = "confirmed_at = now() - make_interval(months => :months)"
    given = {"id": service_id, "months": months}
    session.execute(text(f"UPDATE directory_services SET {past} WHERE id = :id"), given)  # noqa: S608 - our own words
    session.execute(text("UPDATE due SET due_at = now() WHERE subject_id = :id"), given)


def lose_text(database: Database, language: str, service_id: UUID = INFORMING) -> None:
    """Let nobody have written what an entry costs in this language."""
    less = {"id": service_id, "language": language}
    told = "fees_description = fees_description - CAST(:language AS text)"
    with database.transaction() as session:
        session.execute(text(f"UPDATE directory_services SET {told} WHERE id = :id"), less)  # noqa: S608 - our own words


def asked(session: Session) -> list[ServiceCheckAsked]:
    """The messages to providers."""
    return told(session, "events.service.check_asked")


def token(session: Session) -> str:
    """That of the newest link."""
    return asked(session)[-1].link.rpartition("/")[2]
