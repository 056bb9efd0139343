"""The web process: gunicorn over the front, on the listening socket that the supervisor hands down.

Its master loads no service, to stay small; its one worker does.
"""

import importlib
import os
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from deploy.embedded import lifeline, lines
from deploy.embedded.environment import SOCKET


class Log(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's own lines go where all others go."""

    def setup(self, _cfg: Config) -> None:
        """Hand them on."""
        self.error_log.propagate = True


OPTIONS = {
    "bind": f"fd://{os.environ.get(SOCKET)}",
    "worker_class": "gthread",
    "threads": 8,
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

    def load(self) -> WSGIApplication:
        """Compose the three services, in the worker."""
        composed: WSGIApplication = importlib.import_module("deploy.embedded.front").compose()
        return composed


if __name__ == "__main__":
    lifeline.hold()
    lines.configure("web")
    Web().run()
