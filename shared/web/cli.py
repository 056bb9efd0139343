"""Commands of a service, for its operator: `flask --app services.events.app <command>`."""

import dataclasses
import signal
import sys
import threading
from pathlib import Path
from uuid import UUID

import click
from flask import Blueprint

from shared import logs
from shared.ending import Ending
from shared.errors import NotFound
from shared.messaging import dead_letters, parked, worker
from shared.messaging.topology import queue_of
from shared.web.served import talka

commands = Blueprint("commands", __name__, cli_group=None)


@commands.cli.command("migrate")
def run_migrations() -> None:
    """Bring the database to the newest migration."""
    from shared.migrations import migrate  # noqa: PLC0415 - with it comes Alembic, which nothing else here needs

    service = talka().service
    migrate(service.name, service.settings.database_url)
    click.echo(f"{service.name}: the database is up to date.")


@commands.cli.command("subscribe")
def subscribe() -> None:
    """Make known what the service listens to; do it for all services before the first one starts."""
    worker.subscribe(talka().service)


@commands.cli.command("prepare")
@click.pass_context
def prepare(context: click.Context) -> None:
    """Migrate and subscribe: what has to be done for every service before the first one starts."""
    context.invoke(run_migrations)
    context.invoke(subscribe)


@commands.cli.command("work")
@click.option("--pulse", type=click.Path(path_type=Path), help="Touch this file while all parts work.")
def work(pulse: Path | None) -> None:
    """Send, receive, hear and do what is due, until told to end (SIGTERM, SIGINT)."""
    service = talka().service
    logs.configure(service.name)
    stop = threading.Event()
    Ending(signal.SIGTERM, signal.SIGINT).then(stop.set)
    logs.log().info("working")
    worker.run(service, stop, pulse.touch if pulse else lambda: None)


@commands.cli.command("parked")
def list_parked() -> None:
    """List what waits for a person: id, time, tries, type, reason."""
    with talka().service.database.reading() as session:
        waiting = parked.parked(session)
    for item in waiting:
        kind = item.type or "(unreadable)"
        click.echo(f"{item.id}  {item.received_at:%Y-%m-%d %H:%M}  {item.attempts}  {kind}  {item.reason}")
    if not waiting:
        click.echo("Nothing is parked.")


@commands.cli.command("replay")
@click.argument("message_id", type=click.UUID)
def replay(message_id: UUID) -> None:
    """Try a parked message again from the beginning."""
    try:
        with talka().service.database.transaction() as session:
            parked.replay(session, message_id)
    except NotFound:
        sys.exit(f"Nothing with the id {message_id} is parked.")


@commands.cli.command("drop")
@click.argument("message_id", type=click.UUID)
def drop(message_id: UUID) -> None:
    """Let a parked message be, for good."""
    try:
        with talka().service.database.transaction() as session:
            parked.drop(session, message_id)
    except NotFound:
        sys.exit(f"Nothing with the id {message_id} is parked.")


@commands.cli.command("dead")
@click.option("--replay", "action", flag_value="replay", help="Put them back into the service's queue.")
@click.option("--drop", "action", flag_value="drop", help="Delete them.")
def dead(action: str | None) -> None:
    """List what the broker gave up on, at most 100; or put it back, or delete it."""
    service = talka().service
    url, queue = service.settings.amqp_url, queue_of(service.name, service.patterns)
    if url is None:
        sys.exit("Without a broker there is no dead queue; look at `parked`.")
    if action:
        count = {"replay": dead_letters.replay, "drop": dead_letters.drop}[action](url, queue)
        click.echo(f"{count} messages: {action}")
    else:
        for letter in dead_letters.look(url, queue):
            click.echo(f"{letter.id}  {letter.type}  {len(letter.body)} bytes  {letter.reason}")


@commands.cli.command("settings")
def show_settings() -> None:
    """Show how the service is set up; secrets stay hidden. It gets here only if every setting is right."""
    settings = talka().service.settings
    for field in dataclasses.fields(settings):
        click.echo(f"{field.name} = {getattr(settings, field.name) if field.repr else '(hidden)'}")
