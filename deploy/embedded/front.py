"""One origin for three services: hands each request to the service that its path belongs to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from deploy.embedded.environment import LEAVES, QUIET, settings
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

    def __init__(self, services: Mapping[str, WSGIApplication], address: str, says: Sequence[str] = ()) -> None:
        """Take the three services' applications by name and the address that people open.

        `says` are lines for /readyz that the demonstration reads.
        """
        self._services = services
        self._address = address
        self._says = says

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not is_ours(environ.get("HTTP_HOST", ""), self._address):
            return Response(f"Talka is at {self._address}/ (set TALKA_PUBLIC_URL for another name).\n", 421)(
                environ, start_response
            )
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
        return Response("".join([*lines, *self._says]), status)


def is_ours(host: str, address: str) -> bool:
    """Whether a Host header names this machine, by number or as localhost, or the address that people open, or nothing.

    A stranger's page can point a name of its own at 127.0.0.1 and then read, as of its own origin, what needs no
    sign-in here: the built-in phone and mailbox, with its sign-in links (DNS rebinding).
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in {"", "localhost", urlsplit(address).hostname} or name.endswith(".localhost"):
        return True
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def service_of(path: str) -> str:
    """The service that answers for this path."""
    return next((service for prefix, service in PATHS if path == prefix or path.startswith(f"{prefix}/")), "events")


def _status(service: WSGIApplication) -> str:
    _, status, _ = run_wsgi_app(service, create_environ("/readyz"), buffered=True)
    return status.split(" ", 1)[0]


CREATE = {"events": events.create_app, "volunteers": volunteers.create_app, "notifications": notifications.create_app}


def compose() -> Front:
    """The front over the three services."""
    writing = settings("notifications")
    gateways = {"sms": writing.kannel, "email": writing.smtp}
    quiet = f"{writing.quiet_from}-{writing.quiet_until}" if writing.quiet_from else "off"
    return Front(
        {service: create_app(settings(service)) for service, create_app in CREATE.items()},
        address=settings("events").public_url,
        says=[f"{QUIET}{quiet}\n", *(f"{channel} {LEAVES}\n" for channel, gateway in gateways.items() if gateway)],
    )
