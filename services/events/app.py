"""The only place where the events service is put together."""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from flask import Flask
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.events.directory.api.hsds import api as hsds_api
from services.events.directory.api.keeping import api as directory_api
from services.events.directory.gateways import read_document, write_csv_files
from services.events.directory.operations import import_document, load_directory
from services.events.directory.pages.public import pages as directory_pages
from services.events.directory.queries import kept, kept_as_csv
from services.events.evidence import listeners as evidence_listeners
from services.events.evidence.api import api as evidence_api
from services.events.evidence.pages.report import pages as evidence_pages
from services.events.mediation import listeners as mediation_listeners
from services.events.mediation.api import api as mediation_api
from services.events.mediation.domain import HelpIsThere
from services.events.mediation.domain import Links as ReferralLinks
from services.events.mediation.operations import load_requests
from services.events.mediation.pages.answering import pages as answering_pages
from services.events.mediation.pages.asking import pages as asking_pages
from services.events.mediation.pages.board import pages as mediation_pages
from services.events.mediation.pages.referral import pages as referral_pages
from services.events.organisations import listeners as organisations_listeners
from services.events.organisations.api import api as organisations_api
from services.events.organisations.domain import Role
from services.events.organisations.operations import found_organisation, hire
from services.events.organisations.operations import sign_in_link as create_link
from services.events.organisations.pages.by_provider import pages as provider_pages
from services.events.organisations.pages.signing_in import pages as organisations_pages
from services.events.organisations.pages.staff import pages as staff_pages
from services.events.organisations.queries import an_owner
from services.events.organisations.schemas import NewStaff
from services.events.programme.api import api as programme_api
from services.events.programme.operations import load_samples
from services.events.programme.pages.drafting import pages as drafting_pages
from services.events.programme.pages.poster import pages as poster_pages
from services.events.programme.pages.projects import pages as projects_pages
from services.events.programme.pages.public import pages as programme_pages
from services.events.registrations import listeners
from services.events.registrations.api import api as registrations_api
from services.events.registrations.domain import CodeIsTaken, Links
from services.events.registrations.pages.booking import pages as booking_pages
from services.events.registrations.pages.dates import pages as dates_pages
from services.events.registrations.pages.helping import pages as helping_pages
from services.events.registrations.pages.organising import pages as organising_pages
from services.events.registrations.pages.parties import pages as parties_pages
from shared.contracts.envelope import Envelope, Message
from shared.database import Database
from shared.errors import Invalid, NotFound
from shared.messaging.service import Listener, Service
from shared.settings import Settings
from shared.web import design, factory

APIS = (organisations_api, programme_api, registrations_api, directory_api, hsds_api, mediation_api, evidence_api)
PAGES = (
    organisations_pages,
    provider_pages,
    staff_pages,
    programme_pages,
    poster_pages,
    drafting_pages,
    projects_pages,
    booking_pages,
    parties_pages,
    organising_pages,
    dates_pages,
    helping_pages,
    directory_pages,
    asking_pages,
    answering_pages,
    mediation_pages,
    referral_pages,
    evidence_pages,
    design.pages,
)
SAMPLES = Path(__file__).parent / "samples"
CONFLICTS = {"uq_registrations_code_occurrence_id": CodeIsTaken, "uq_referral_help_live": HelpIsThere}


def compose(settings: Settings) -> Service:
    """The service over its database, with what it listens to and what becomes due."""
    links = Links(settings.secret_key, settings.public_url)
    referral_links = ReferralLinks(settings.secret_key, settings.public_url)
    return Service(
        name="events",
        settings=settings,
        database=Database(settings.database_url, conflicts=CONFLICTS, pool_size=settings.database_connections),
        subscriptions=_joined(
            organisations_listeners.subscriptions(),
            listeners.subscriptions(links),
            mediation_listeners.subscriptions(),
            evidence_listeners.subscriptions(),
        ),
        due=listeners.due(links) | mediation_listeners.due(referral_links),
    )


def _joined(*features: Mapping[type[Message], Listener]) -> dict[type[Message], Listener]:
    """What the features listen to; a message that several hear is told to each, in one transaction."""
    heard: dict[type[Message], tuple[Listener, ...]] = {}
    for subscriptions in features:
        for message, listener in subscriptions.items():
            heard[message] = (*heard.get(message, ()), listener)
    return {message: partial(_tell_each, hearers) for message, hearers in heard.items()}


def _tell_each(hearers: tuple[Listener, ...], session: Session, message: Message, envelope: Envelope) -> None:
    for hear in hearers:
        hear(session, message, envelope)


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of the service; settings come from the environment unless they are given."""
    service = compose(settings or Settings.from_env("events", os.environ))
    app = factory.create_app(service, apis=APIS, pages=PAGES)
    _add_commands(app, service)
    _add_directory_commands(app, service)
    return app


def _add_commands(app: Flask, service: Service) -> None:
    """What only whoever runs the server may do."""

    @app.cli.command()
    def samples() -> None:
        """Load the sample programmes, unless they are there."""
        for path in sorted(SAMPLES.glob("*.toml")):
            with service.database.transaction() as session:
                made = load_samples(session, tomllib.loads(path.read_text()))
            click.echo(f"{path.stem}: {'loaded' if made else 'is there already'}")
        for path in sorted(SAMPLES.glob("directory/*.toml")):
            with service.database.transaction() as session:
                made = load_directory(session, tomllib.loads(path.read_text()))
            click.echo(f"directory of {path.stem}: {'loaded' if made else 'is there already'}")
        links = ReferralLinks(service.settings.secret_key, service.settings.public_url)
        for path in sorted(SAMPLES.glob("mediation/*.toml")):
            with service.database.transaction() as session:
                made = load_requests(session, links, service.settings.sms_prices, tomllib.loads(path.read_text()))
            click.echo(f"requests of {path.stem}: {'loaded' if made else 'is there already'}")

    @app.cli.command()
    @click.argument("organisation")
    @click.argument("municipality")
    @click.argument("name")
    @click.argument("email")
    @click.option("--language", default="lt", help="What the owner reads: lt, lt-simple, en, uk, ru or ar.")
    def found(organisation: str, municipality: str, name: str, email: str, language: str) -> None:
        """Found the ORGANISATION of a MUNICIPALITY and make NAME with EMAIL its owner, who lets the others in."""
        try:
            owner = NewStaff().load({"name": name, "email": email, "language": language, "role": Role.OWNER})
        except ValidationError as error:
            raise click.ClickException(str(error.messages)) from error
        with service.database.transaction() as session:
            founded = found_organisation(session, name=organisation, municipality=municipality, language=language)
            hired = hire(session, founded, **owner)
        click.echo(f"{owner['email']} {'owns' if hired else 'already works for'} {organisation}.")

    @app.cli.command()
    @click.argument("email")
    def sign_in_link(email: str) -> None:
        """Print a one-use link with which the staff member EMAIL signs in within 15 minutes."""
        try:
            with service.database.transaction() as session:
                click.echo(create_link(session, email, service.settings.public_url))
        except NotFound as error:
            raise click.ClickException(f"Nobody with the address {email} works here.") from error


def _add_directory_commands(app: Flask, service: Service) -> None:
    """The directory in files, which may be larger than what is sent to the JSON interface."""

    @app.cli.command()
    @click.argument("organisation")
    @click.argument("path", type=click.Path(exists=True, path_type=Path))
    def directory_import(organisation: str, path: Path) -> None:
        """Take the HSDS document at PATH (.json, or a folder or .zip of .csv) into what ORGANISATION keeps."""
        with _said_plainly(organisation), service.database.transaction() as session:
            person = an_owner(session, organisation)
            outcome = import_document(session, person, next(iter(person.roles)), read_document(path))
        click.echo(f"{outcome.added} added, {outcome.changed} changed, {outcome.removed} removed.")

    @app.cli.command()
    @click.argument("organisation")
    @click.argument("path", type=click.Path(path_type=Path))
    def directory_export(organisation: str, path: Path) -> None:
        """Write what ORGANISATION keeps in the directory to PATH: a .json, or a folder or .zip of .csv."""
        with _said_plainly(organisation), service.database.reading() as session:
            keeper_id = next(iter(an_owner(session, organisation).roles))
            if path.suffix == ".json":
                path.write_text(json.dumps(kept(session, keeper_id), ensure_ascii=False, indent=1) + "\n")
            else:
                write_csv_files(path, kept_as_csv(session, keeper_id))
        click.echo(f"Written to {path}.")


@contextmanager
def _said_plainly(organisation: str) -> Iterator[None]:
    """What is wrong, in a terminal."""
    try:
        yield
    except NotFound as error:
        raise click.ClickException(f"There is no organisation named {organisation} that has an owner.") from error
    except Invalid as error:
        lines = [f"{place}: {' '.join(sentences)}" for place, sentences in error.errors.items()]
        said = error.title.format(**error.facts)
        raise click.ClickException("\n".join([said, *lines])) from error
