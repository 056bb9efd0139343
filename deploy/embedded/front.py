"""One origin for three services: hands each request to the service that its path belongs to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from deploy.embedded.environment import LEAVES, settings
from services.events import app as events
from services.notifications import app as notifications
from services.volunteers import app as volunteers

PATHS = (
    ("/api/volunteers", "volunteers"),
    ("/volunteer", "volunteers"),
    ("/static/volunteers", "volunteers"),
    ("/api/notifications", "notifications"),
    ("/messages", "notifications"),
    ("/static/notifications", "notifications"),
)
"""Everything else belongs to events."""
INSIDE = ("/healthz", "/metrics")
"""Each service's own, on its own port; there is none here."""
SLASHES = re.compile(r"/{2,}")
"""The services read several slashes as one, so the front does too, before it decides."""


class Front:
    """The WSGI application of the embedded run."""

    def __init__(self, services: Mapping[str, WSGIApplication], leaving: Sequence[str] = ()) -> None:
        """Take the three services' applications by name, and which messages leave the machine: `sms`, `email`."""
        self._services = services
        self._leaving = leaving

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"] = SLASHES.sub("/", environ.get("PATH_INFO", ""))
        if path in INSIDE:
            return Response(status=404)(environ, start_response)
        if path == "/readyz":
            return self._ready()(environ, start_response)
        return self._services[service_of(path)](environ, start_response)

    def _ready(self) -> Response:
        statuses = {name: _status(service) for name, service in self._services.items()}
        status = 200 if set(statuses.values()) == {"200"} else 503
        lines = [f"{name} {code}\n" for name, code in statuses.items()]
        return Response("".join(lines + [f"{channel} {LEAVES}\n" for channel in self._leaving]), status)


def service_of(path: str) -> str:
    """The service that answers for this path."""
    return next((service for prefix, service in PATHS if path == prefix or path.startswith(f"{prefix}/")), "events")


def _status(service: WSGIApplication) -> str:
    _, status, _ = run_wsgi_app(service, create_environ("/readyz"), buffered=True)
    return status.split(" ", 1)[0]


CREATE = {"events": events.create_app, "volunteers": volunteers.create_app, "notifications": notifications.create_app}


def compose() -> Front:
    """The front over the three services."""
    gateways = {"sms": settings("notifications").kannel, "email": settings("notifications").smtp}
    return Front(
        {service: create_app(settings(service)) for service, create_app in CREATE.items()},
        leaving=[channel for channel, gateway in gateways.items() if gateway],
    )
