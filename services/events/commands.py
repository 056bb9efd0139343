"""What only whoever runs the server may do: sample data, the first owner, a sign-in link, the directory in files."""

import json
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.events.board.operations import load_board
from services.events.directory.domain import HOME
from services.events.directory.gateways import read_document, write_csv_files
from services.events.directory.operations import import_document, load_directory
from services.events.directory.queries import kept, kept_as_csv
from services.events.evidence.operations import load_evidence
from services.events.kiosk.operations import load_kiosk
from services.events.mediation.domain import Links
from services.events.mediation.operations import load_requests
from services.events.organisations.domain import Role
from services.events.organisations.operations import found_organisation, hire
from services.events.organisations.operations import sign_in_link as create_link
from services.events.organisations.queries import an_owner
from services.events.organisations.schemas import NewStaff
from services.events.programme.operations import load_samples
from services.events.registrations.domain import Links as PartyLinks
from services.events.registrations.operations import load_held
from shared.errors import Invalid, NotFound
from shared.messaging.service import Service

SAMPLES = Path(__file__).parent / "samples"


def add_commands(app: Flask, service: Service) -> None:
    """What only whoever runs the server may do."""

    @app.cli.command()
    def samples() -> None:
        """Load the sample programmes, unless they are there."""
        settings = service.settings
        links = Links(settings.secret_key, settings.public_url)
        party_links = PartyLinks(settings.secret_key, settings.public_url)
        loading: dict[str, Callable[[Session, dict[str, Any]], bool]] = {
            "": load_samples,
            "directory": load_directory,
            "board": load_board,
            "mediation": lambda session, sample: load_requests(session, links, settings.sms_prices, sample),
            "kiosk": load_kiosk,
            "registrations": lambda session, sample: load_held(session, party_links, sample),
            "evidence": load_evidence,
        }
        for folder, load in loading.items():
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


def add_directory_commands(app: Flask, service: Service) -> None:
    """The directory in files, which may be larger than what is sent to the JSON interface."""

    @app.cli.command()
    @click.argument("organisation")
    @click.argument("path", type=click.Path(exists=True, path_type=Path))
    @click.option("--source", help="What it is all of, such as rokiskis.lt: what that has no more is named.")
    def directory_import(organisation: str, path: Path, source: str | None) -> None:
        """Take the HSDS document at PATH (.json or .csv, or a folder or .zip of .csv) into what ORGANISATION keeps."""
        with _said_plainly(organisation), service.database.transaction() as session:
            person, document = an_owner(session, organisation), read_document(path)
            document.source = source or document.source
            outcome = import_document(session, person, next(iter(person.roles)), document)
        click.echo(f"{outcome.added} added, {outcome.changed} changed, {outcome.removed} removed.")
        if outcome.left_out:
            click.echo(f"{document.source} has these no more. They stay on show until their page is told otherwise:")
        for one in outcome.left_out:
            click.echo(f"  {one['name'][HOME]}  {service.settings.public_url}/organise/directory/{one['id']}")

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
