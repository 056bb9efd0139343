"""What each process of the embedded run must know: PORT, TALKA_VAR, and from them the settings of the three services.

Mail server, SMS gateway, quiet hours and a broker may be set in the environment as in any other run; addresses, keys
and passwords are the run's own. With TALKA_AMQP_URL the messages go through RabbitMQ.
"""

import json
import os
from functools import cache
from pathlib import Path

from deploy.embedded.folder import Folder
from deploy.embedded.postgres import Postgres
from shared.settings import SERVICES, Settings

LEAVES = "leaves this machine"
"""Said of a channel at /readyz, so that the demonstration knows where it must not play."""
QUIET = "quiet hours "
"""Begins the line of /readyz that says when news waits, or `off`."""


def port() -> int:
    """The port of the one origin. Raises SystemExit with a clear sentence."""
    value = os.environ.get("PORT", "8080")
    if not value.isdigit() or not 0 < int(value) < 65536:  # noqa: PLR2004 - TCP's own limit
        raise SystemExit(f"PORT is {value!r}; it must be a number from 1 to 65535.")
    return int(value)


def address() -> str:
    """Where this machine opens the system."""
    return f"http://localhost:{port()}"


@cache
def folder() -> Folder:
    """The data folder."""
    return Folder(Path(os.environ.get("TALKA_VAR", "var")).resolve())


@cache
def postgres() -> Postgres:
    """The server on the data folder."""
    return Postgres(folder().postgres, folder().log("postgresql.log"), folder().secret("postgres"))


def databases(role: str) -> dict[str, str]:
    """The address of every service's database for one service's role."""
    return {service: postgres().url(role, folder().secret(role), service) for service in SERVICES}


def variables(service: str) -> dict[str, str]:
    """The environment of one service."""
    inboxes = databases(service)
    chosen = {"TALKA_PUBLIC_URL": address(), "TALKA_DATABASE_CONNECTIONS": "1"} | dict(os.environ)
    return chosen | {
        "TALKA_EMBEDDED": "1",
        "TALKA_TRANSPORT": "amqp" if os.environ.get("TALKA_AMQP_URL") else "local",
        "TALKA_DATABASE_URL": inboxes[service],
        "TALKA_LOCAL_INBOXES": json.dumps(inboxes),
        "TALKA_SECRET_KEY": folder().secret("secret_key"),
        "TALKA_STAFF_PRIVATE_KEY": folder().secret("staff.pem"),
        "TALKA_STAFF_PUBLIC_KEY": folder().secret("staff.pub.pem"),
        "TALKA_VOLUNTEER_PRIVATE_KEY": folder().secret("volunteer.pem"),
        "TALKA_VOLUNTEER_PUBLIC_KEY": folder().secret("volunteer.pub.pem"),
    }


def settings(service: str) -> Settings:
    """The settings of one service."""
    return Settings.from_env(service, variables(service))
