"""A partner who is invited to an evening, and what was written to them."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.invitations import operations
from services.events.invitations.domain import Guest, InvitationLinks
from services.events.organisations.queries import organisations
from shared.contracts.invitations import RepresentativeInvited
from shared.messaging.worker import Service
from tests.integration.events.conftest import token_of
from tests.support.factories.board import a_partner
from tests.support.factories.events import Worker, an_event
from tests.support.ledger import told
from tests.support.visitor import Visitor

ONA = Guest("Ona", "ona@vvg.example", "lt")


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["talka"].service
    return found


@pytest.fixture
def links(service: Service) -> InvitationLinks:
    return InvitationLinks(service.settings.secret_key, service.settings.public_url)


@pytest.fixture
def planner(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


@pytest.fixture
def partner(service: Service, worker: Worker) -> Worker:
    with service.database.transaction() as session:
        return a_partner(session, worker)


@pytest.fixture
def evening(service: Service, worker: Worker, partner: Worker) -> dict[str, Any]:
    """A published event of the project in which the partner takes part, in a week."""
    with service.database.transaction() as session:
        (one,) = organisations(session, worker.roles)
        return an_event(session, worker, project_id=UUID(one["projects"][0]["id"]))


def date_of(event: dict[str, Any]) -> UUID:
    id_: UUID = event["occurrences"][0]["id"]
    return id_


def letters(service: Service) -> list[RepresentativeInvited]:
    with service.database.reading() as session:
        return told(session, "events.representative.invited")


def asked(service: Service, links: InvitationLinks, worker: Worker, event: dict[str, Any], guest: Guest = ONA) -> str:
    """The path of the link that was sent to the guest."""
    with service.database.transaction() as session:
        operations.invite(session, links, worker, event["id"], occurrence_id=date_of(event), partners=(), guest=guest)
    return letters(service)[-1].link.removeprefix("http://talka.test")
