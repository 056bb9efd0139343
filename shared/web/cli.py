"""Commands of a service: `flask --app services.events.app <command>`."""

import click
from flask import Flask

from shared.migrations import migrate as _migrate
from shared.web.served import Talka


def install(app: Flask) -> None:
    """Give the application its commands."""
    talka: Talka = app.extensions["talka"]
    service = talka.service

    @app.cli.command()
    def migrate() -> None:
        """Bring the database to the newest migration."""
        _migrate(service.name, service.settings.database_url)
        click.echo(f"{service.name}: the database is up to date.")
