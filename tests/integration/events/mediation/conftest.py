"""A service that somebody keeps, a referral to it, and who looks at it."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.mediation import operations
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker
from tests.support.factories.mediation import REFERRALS, a_kept_service, a_referral, noon
from tests.support.visitor import Visitor


@pytest.fixture
def service_id(database: Database, worker: Worker) -> UUID:
    with database.transaction() as session:
        return a_kept_service(session, worker)


@pytest.fixture
def referral_id(database: Database, worker: Worker, service_id: UUID) -> UUID:
    with database.transaction() as session:
        return a_referral(session, worker, service_id, language="en")


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app, lang="en")


@pytest.fixture
def staff(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


def state_of(database: Database) -> str:
    """Where the one referral stands."""
    with database.reading() as session:
        return str(session.scalars(text("SELECT state FROM referrals")).one())


def accepted(database: Database, referral_id: UUID) -> None:
    """Let the provider have said yes."""
    with database.transaction() as session:
        operations.accept(session, REFERRALS, referral_id, appointment=noon(), venue="Juodupės g. 1A")
