"""The kiosk of Rokiškis for tests: its services, a kiosk, and a device that is one."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events import app as app_module
from services.events.directory.domain import id_of, read_json, spelled_out
from services.events.directory.operations import import_document
from services.events.kiosk import operations
from services.events.kiosk.pages.looking import COOKIE
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor

SAMPLE = Path(app_module.__file__).parent / "samples/directory/rokiskis.toml"
PLACE = "Rokiškis, Respublikos g. 94"


def services_of_rokiskis(session: Session, worker: Worker) -> None:
    """Let the worker's organisation keep the eight services."""
    document = read_json(spelled_out(tomllib.loads(SAMPLE.read_text())))
    import_document(session, worker, next(iter(worker.roles)), document)


def a_service_id(name: str = "informing") -> UUID:
    """The id of one of them."""
    return UUID(id_of(f"service:{name}"))


def a_kiosk(session: Session, worker: Worker, **facts: Any) -> dict[str, Any]:
    """A kiosk that waits for a device: its id and its code."""
    named = {"name": "Ekranas", "place": PLACE} | facts
    return operations.register_kiosk(session, worker, next(iter(worker.roles)), **named)


def paired(visitor: Visitor, session: Session, worker: Worker) -> Visitor:
    """The visitor's browser as the device of a new kiosk."""
    visitor.take(COOKIE, operations.pair(session, a_kiosk(session, worker)["code"]))
    return visitor
