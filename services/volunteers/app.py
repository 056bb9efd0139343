"""The volunteers service composed: the only place that knows all its parts."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Blueprint, Flask
from sqlalchemy.orm import Session

from services.volunteers.assistance import api as assistance_api
from services.volunteers.assistance import listeners as assistance
from services.volunteers.assistance import pages as assistance_pages
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import NotNow
from services.volunteers.assistance.operations.samples import SAMPLES as SAMPLE_REQUESTS
from services.volunteers.assistance.operations.samples import await_samples
from services.volunteers.assistance.operations.samples import load_samples as load_samples_of_assistance
from services.volunteers.people import api as people_api
from services.volunteers.people import pages as people_pages
from services.volunteers.people.domain import OverlappingShift
from services.volunteers.people.operations.profile import enter_volunteer
from services.volunteers.people.operations.signing_in import sign_in_link
from services.volunteers.people.schemas import NewVolunteer, SignInRequest
from services.volunteers.privacy.listeners import subscriptions as privacy_subscriptions
from services.volunteers.shifts import api as shifts_api
from services.volunteers.shifts import pages as shifts_pages
from services.volunteers.shifts.listeners import subscriptions as shifts_subscriptions
from shared import rights
from shared.contracts.envelope import Envelope, Message
from shared.contracts.events import StaffRightsChanged
from shared.database import Database
from shared.errors import Unauthenticated
from shared.messaging.service import Listener, Service
from shared.settings import Settings
from shared.web import factory
from shared.web.served import talka

SAMPLES = Path(__file__).parent / "samples/volunteers.toml"
ASSISTANCE = Path(__file__).parent / "samples/assistance.toml"
CONFLICTS = {"ex_commitments_during": OverlappingShift, "uq_offers_asked": NotNow}


def compose(settings: Settings) -> Service:
    """The service as web and worker use it; nothing connects before it is used."""
    links = Links(settings.secret_key, settings.public_url)
    own_shifts = f"{settings.public_url}/volunteer/my"
    heard = (
        shifts_subscriptions(own_shifts),
        assistance.subscriptions(links),
        privacy_subscriptions(links, own_shifts),
    )
    return Service(
        name="volunteers",
        settings=settings,
        database=Database(settings.database_url, conflicts=CONFLICTS, pool_size=settings.database_connections),
        subscriptions=_together(*heard) | {StaffRightsChanged: rights.hear},
        due=assistance.due(links) | {SAMPLE_REQUESTS: partial(_load_requests, links)},
    )


def _load_requests(links: Links, session: Session, _these: UUID) -> None:
    load_samples_of_assistance(session, links, tomllib.loads(ASSISTANCE.read_text()))


def _together(*tables: Mapping[type[Message], Listener]) -> dict[type[Message], Listener]:
    """One listener for each message: of two features that hear the same, both do, in the same transaction."""
    return {
        message: _each([table[message] for table in tables if message in table])
        for message in dict.fromkeys(message for table in tables for message in table)
    }


def _each(listeners: Sequence[Listener]) -> Listener:
    def hear(session: Session, message: Any, envelope: Envelope) -> None:
        for listener in listeners:
            listener(session, message, envelope)

    return hear


def create_app(settings: Settings | None = None) -> Flask:
    """The web application; without settings they are read from the environment."""
    service = compose(settings or Settings.from_env("volunteers", os.environ))
    apis = [people_api.api, shifts_api.api, assistance_api.api]
    pages = [people_pages.pages, shifts_pages.pages, *assistance_pages.PAGES]
    app = factory.create_app(service, apis=apis, pages=pages)
    app.register_error_handler(Unauthenticated, people_pages.sign_in_first)
    app.register_blueprint(commands)
    return app


commands = Blueprint("volunteers", __name__, cli_group=None)


@commands.cli.command("samples")
def load_samples() -> None:
    """Enter the volunteers of the sample programmes; those who are there already stay as they are.

    Whom they help follows when the worker has heard of the organisation.
    """
    samples = tomllib.loads(SAMPLES.read_text())["volunteers"]
    with talka().service.database.transaction() as session:
        ours = {"confirmed": ["sms", "email"]}  # whoever runs the server stands for them
        entered = sum(enter_volunteer(session, NewVolunteer().load(sample) | ours) for sample in samples)
        await_samples(session)
    click.echo(f"volunteers: {entered} of {len(samples)} samples entered")


@commands.cli.command("sign-in-link")
@click.argument("contact")
def print_sign_in_link(contact: str) -> None:
    """Print a one-use link that signs in the volunteer with this phone or e-mail, for 15 minutes."""
    settings = talka().service.settings
    channel, _, address = SignInRequest().load({"contact": contact})["contact"].partition(":")
    secret, public_url = settings.secret_key, settings.public_url
    with talka().service.database.transaction() as session:
        click.echo(sign_in_link(session, channel, address, secret=secret, public_url=public_url))
