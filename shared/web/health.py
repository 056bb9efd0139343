"""For whoever runs the service, on its own port: does it live, can it work, how does it do."""

import os

from flask import Blueprint, Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.migrations import head
from shared.web.rules import own_port
from shared.web.served import talka

health = Blueprint("health", __name__)


@health.get("/healthz")
def lives() -> Response:
    """The process answers; nothing else is looked at, so that a broken database does not restart every process."""
    return _said("ok")


@health.get("/readyz")
def ready() -> Response:
    """The database answers and its tables are those of this code."""
    service = talka().service
    try:
        with service.database.reading() as session:
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return _said("the database does not answer, or was never migrated", 503)
    wanted = head(service.name)
    return _said("ok") if found == wanted else _said(f"migration {wanted} is missing: the database is at {found}", 503)


@health.get("/metrics")
def metrics() -> Response:
    """Counts of all worker processes together, in Prometheus' text format."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _said(sentence: str, status: int = 200) -> Response:
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")


def install(app: Flask) -> None:
    """Register the three, for the service's own port."""
    app.register_blueprint(health)
    app.extensions["talka"].rules.update({f"health.{view.__name__}": own_port for view in (lives, ready, metrics)})
