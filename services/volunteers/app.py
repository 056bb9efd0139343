"""The volunteers service composed: the only place that knows all its parts."""

import os

from flask import Flask

from services.volunteers.people import api as people_api
from services.volunteers.people.domain import OverlappingShift
from services.volunteers.shifts import api as shifts_api
from services.volunteers.shifts.listeners import subscriptions
from shared.database import Database
from shared.messaging.service import Service
from shared.settings import Settings
from shared.web import factory


def compose(settings: Settings) -> Service:
    """The service as web and worker use it; nothing connects before it is used."""
    return Service(
        name="volunteers",
        settings=settings,
        database=Database(settings.database_url, conflicts={"ex_commitments_during": OverlappingShift}),
        subscriptions=subscriptions(f"{settings.public_url}/volunteer/"),
    )


def create_app(settings: Settings | None = None) -> Flask:
    """The web application; without settings they are read from the environment."""
    service = compose(settings or Settings.from_env("volunteers", os.environ))
    return factory.create_app(service, apis=[people_api.api, shifts_api.api])
