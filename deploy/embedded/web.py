"""The web process: gunicorn over the front, on the listening socket that the supervisor hands down."""

from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from deploy.embedded import front, lines
from deploy.embedded.lifeline import Lifeline
from deploy.refusing import Worker


class Log(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's own lines go where all others go."""

    def setup(self, _cfg: Config) -> None:
        """Hand them on."""
        self.error_log.propagate = True


class Web(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from here alone."""

    def __init__(self, listener: int, lifeline: Lifeline) -> None:
        """Serve on this descriptor."""
        self._options = {
            "bind": f"fd://{listener}",
            "worker_class": Worker,
            "threads": 8,
            "control_socket_disable": True,
            "graceful_timeout": 5,
            "forwarded_allow_ips": "",  # nothing stands in front: what claims to come from a proxy is made up
            "forwarder_headers": "",
            "secure_scheme_headers": {},
            "logger_class": Log,
            "post_fork": lambda _arbiter, _worker: lifeline.hold(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Set our options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Compose the three services, in gunicorn's one worker."""
        return front.compose()


def main(listener: int, lifeline: Lifeline) -> None:
    """Serve until told to end."""
    lifeline.hold()
    lines.configure("web")
    Web(listener, lifeline).run()
