"""The web process: gunicorn over the front, on the listening socket that the supervisor hands down."""

import importlib
import os

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from deploy.embedded import lifeline, lines
from deploy.embedded.environment import SERVICES, SOCKET, variables
from deploy.embedded.front import Front
from shared.settings import Settings


class Log(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's own lines go where all others go."""

    def setup(self, _cfg: Config) -> None:
        """Hand them on."""
        self.error_log.propagate = True


OPTIONS = {
    "bind": f"fd://{os.environ.get(SOCKET)}",
    "worker_class": "gthread",
    "threads": 8,
    "preload_app": True,  # the one worker shares the master's memory
    "control_socket_disable": True,
    "graceful_timeout": 5,
    "logger_class": Log,
    "post_fork": lambda _arbiter, _worker: lifeline.hold(),
}


class Web(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from here alone."""

    def load_config(self) -> None:
        """Set our options."""
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)

    def load(self) -> Front:
        """Compose the three services."""
        return Front({service: _application(service) for service in SERVICES})


def _application(service: str) -> Flask:
    create_app = importlib.import_module(f"services.{service}.app").create_app
    made: Flask = create_app(Settings.from_env(service, variables(service)))
    return made


if __name__ == "__main__":
    lifeline.hold()
    lines.configure("web")
    Web().run()
