"""The only place where the events service is put together."""

import json
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from marshmallow import ValidationError

from services.events.board import listeners as board_listeners
from services.events.board.api import api as board_api
from services.events.board.domain import SubscriptionLinks
from services.events.board.operations import load_board
from services.events.board.pages.feeds import pages as board_feed_pages
from services.events.board.pages.public import pages as board_pages
from services.events.board.pages.subscribing import pages as board_subscribing_pages
from services.events.board.pages.widget import pages as widget_pages
from services.events.board.pages.writing import pages as board_writing_pages
from services.events.directory import listeners as directory_listeners
from services.events.directory.api.hsds import api as hsds_api
from services.events.directory.api.keeping import api as directory_api
from services.events.directory.gateways import read_document, write_csv_files
from services.events.directory.operations import import_document, load_directory
from services.events.directory.pages.checking import pages as check_pages
from services.events.directory.pages.editing import pages as editing_pages
from services.events.directory.pages.keeping import pages as keeping_pages
from services.events.directory.pages.places import pages as places_pages
from services.events.directory.pages.public import pages as directory_pages
from services.events.directory.pages.reporting import pages as report_pages
from services.events.directory.queries import kept, kept_as_csv
from services.events.invitations import listeners as invitation_listeners
from services.events.invitations.domain import InvitationLinks
from services.events.invitations.pages import pages as invitation_pages
from services.events.kiosk import listeners as kiosk_listeners
from services.events.kiosk.api import api as kiosk_api
from services.events.kiosk.operations import load_kiosk
from services.events.kiosk.pages.asking import pages as kiosk_asking_pages
from services.events.kiosk.pages.device import pages as kiosk_device_pages
from services.events.kiosk.pages.keeping import pages as kiosk_keeping_pages
from services.events.kiosk.pages.looking import pages as kiosk_pages
from services.events.organisations.api import api as organisations_api
from services.events.organisations.domain import Role
from services.events.organisations.operations import found_organisation, hire
from services.events.organisations.operations import sign_in_link as create_link
from services.events.organisations.pages.by_provider import pages as provider_pages
from services.events.organisations.pages.signing_in import pages as organisations_pages
from services.events.organisations.pages.signing_in import sign_in_first
from services.events.organisations.pages.staff import pages as staff_pages
from services.events.organisations.queries import an_owner
from services.events.organisations.schemas import NewStaff
from services.events.programme.api import api as programme_api
from services.events.programme.operations import load_samples
from services.events.programme.pages.drafting import pages as drafting_pages
from services.events.programme.pages.poster import pages as poster_pages
from services.events.programme.pages.projects import pages as projects_pages
from services.events.programme.pages.public import pages as programme_pages
from services.events.programme.pages.texts import pages as texts_pages
from services.events.registrations import listeners
from services.events.registrations.api import api as registrations_api
from services.events.registrations.domain import CodeIsTaken, Links
from services.events.registrations.pages.booking import pages as booking_pages
from services.events.registrations.pages.dates import pages as dates_pages
from services.events.registrations.pages.helping import pages as helping_pages
from services.events.registrations.pages.organising import pages as organising_pages
from services.events.registrations.pages.parties import pages as parties_pages
from shared.database import Database
from shared.errors import Invalid, NotFound, Unauthenticated
from shared.messaging.service import Service
from shared.settings import Settings
from shared.web import about, design, factory

APIS = (organisations_api, programme_api, registrations_api, directory_api, hsds_api, board_api, kiosk_api)
PAGES = (
    organisations_pages,
    provider_pages,
    staff_pages,
    programme_pages,
    poster_pages,
    drafting_pages,
    texts_pages,
    projects_pages,
    booking_pages,
    parties_pages,
    organising_pages,
    dates_pages,
    helping_pages,
    directory_pages,
    invitation_pages,
    board_pages,
    board_writing_pages,
    board_feed_pages,
    board_subscribing_pages,
    widget_pages,
    kiosk_pages,
    kiosk_asking_pages,
    kiosk_device_pages,
    kiosk_keeping_pages,
    check_pages,
    report_pages,
    keeping_pages,
    editing_pages,
    places_pages,
    about.pages,
    design.pages,
)
SAMPLES = Path(__file__).parent / "samples"
LOADING = {"": load_samples, "directory": load_directory, "board": load_board, "kiosk": load_kiosk}
"""Folder of the sample data -> what loads its files; the programmes come first."""
CONFLICTS = {"uq_registrations_code_occurrence_id": CodeIsTaken}


def compose(settings: Settings) -> Service:
    """The service over its database, with what it listens to and what becomes due."""
    links = Links(settings.secret_key, settings.public_url)
    return Service(
        name="events",
        settings=settings,
        database=Database(settings.database_url, conflicts=CONFLICTS, pool_size=settings.database_connections),
        subscriptions=listeners.subscriptions(links),
        due=listeners.due(links)
        | invitation_listeners.due(InvitationLinks(settings.secret_key, settings.public_url))
        | board_listeners.due(SubscriptionLinks(settings.secret_key, settings.public_url))
        | directory_listeners.due(settings.public_url)
        | kiosk_listeners.due(),
    )


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of the service; settings come from the environment unless they are given."""
    service = compose(settings or Settings.from_env("events", os.environ))
    app = factory.create_app(service, apis=APIS, pages=PAGES)
    app.register_error_handler(Unauthenticated, sign_in_first)
    _add_commands(app, service)
    _add_directory_commands(app, service)
    return app


def _add_commands(app: Flask, service: Service) -> None:
    """What only whoever runs the server may do."""

    @app.cli.command()
    def samples() -> None:
        """Load the sample programmes, unless they are there."""
        for folder, load in LOADING.items():
            for path in sorted((SAMPLES / folder).glob("*.toml")):
                with service.database.transaction() as session:
                    made = load(session, tomllib.loads(path.read_text()))
                what = f"{folder} of {path.stem}" if folder else path.stem
                click.echo(f"{what}: {'loaded' if made else 'is there already'}")

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
