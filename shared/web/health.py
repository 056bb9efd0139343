"""For whoever runs the service, on its own port: does it live, can it work, how does it do."""

import os
from collections.abc import Iterator

from flask import Blueprint, Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.messaging.ages import ages
from shared.revisions import lags, newest
from shared.web.rules import own_port
from shared.web.served import talka

health = Blueprint("health", __name__)


@health.get("/healthz")
def lives() -> Response:
    """The process answers; nothing else is looked at, so that a broken database does not restart every process."""
    return _said("ok")


@health.get("/readyz")
def ready() -> Response:
    """The database answers and its tables are those of this code, or of a newer one that takes over."""
    service = talka().service
    try:
        with service.database.reading() as session:
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return _said("the database does not answer, or was never migrated", 503)
    if lags(service.name, found):
        return _said(f"migration {newest(service.name)} is missing: the database is at {found}", 503)
    return _said("ok")


@health.get("/metrics")
def metrics() -> Response:
    """Counts of all worker processes together, in Prometheus' text format."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    flow = CollectorRegistry()
    flow.register(_Flow())
    return Response(generate_latest(registry) + generate_latest(flow), content_type=CONTENT_TYPE_LATEST)


class _Flow(Collector):
    """Whether messages flow, as the database knows it at this moment; nothing, if it does not answer."""

    def collect(self) -> Iterator[Metric]:
        service = talka().service
        try:
            with service.database.reading() as session:
                found = ages(session)
                own = {kind: age(session) for kind, age in service.ages.items()}
        except SQLAlchemyError:
            return
        labels = ["service", "kind"]
        oldest = GaugeMetricFamily("talka_oldest_seconds", "Age of the oldest row that waits.", labels=labels)
        shared = {"outbox": found.outbox, "inbox": found.inbox, "due": found.due, "parked": found.oldest_parked}
        for kind, seconds in (shared | own).items():
            oldest.add_metric([service.name, kind], seconds)
        yield oldest
        parked = GaugeMetricFamily("talka_parked", "Messages that wait for a person.", labels=["service"])
        parked.add_metric([service.name], found.parked)
        yield parked


def _said(sentence: str, status: int = 200) -> Response:
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")


def install(app: Flask) -> None:
    """Register the three, for the service's own port."""
    app.register_blueprint(health)
    app.extensions["talka"].rules.update({f"health.{view.__name__}": own_port for view in (lives, ready, metrics)})
