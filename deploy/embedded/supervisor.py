"""The supervisor: runs PostgreSQL and the two processes, and ends them all."""

import gc
import json
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from sqlalchemy.orm import configure_mappers

from deploy.embedded import prepare, web, worker
from deploy.embedded.children import Child
from deploy.embedded.folder import Folder
from deploy.embedded.lifeline import Lifeline
from deploy.embedded.postgres import Postgres, PostgresError
from shared.ending import Ending
from shared.languages import LANGUAGES, babel_locale

GRACE = 6.0
"""Seconds the processes get to finish what they are doing."""
PATIENCE = 60.0
"""Seconds after which a start has failed."""


class NotStarted(Exception):
    """The start failed or was called off; the text, if any, says what to do."""


class Supervisor:
    """One embedded run on a folder that is ours."""

    def __init__(self, folder: Folder, postgres: Postgres, ending: Ending) -> None:
        """Nothing runs yet."""
        self._folder = folder
        self._postgres = postgres
        self._ending = ending
        self._lifeline = Lifeline()
        self._children: list[Child] = []

    def start(self, listener: int, port: int) -> dict[str, str]:
        """Start everything and return the addresses to show. Raises NotStarted or PostgresError.

        `listener` is the descriptor of a socket that listens on the port.
        """
        self._postgres.start()
        _load()
        gc.freeze()  # what is loaded by now stays as it is, so that the processes share it
        gc.enable()
        self._children = [self._child("prepare", prepare.main)]
        self._until(lambda: self._children[0].ended == 0)
        self._children = [self._child("web", partial(web.main, listener)), self._child("worker", worker.main)]
        self._until(lambda: _is_ready(port))
        shown: dict[str, str] = json.loads(self._folder.secret("shown"))
        return shown

    def watch(self) -> None:
        """Keep everything running until asked to end."""
        while not self._ending.wait(0.25):
            with suppress(PostgresError):  # tried again at the next turn; the reason stands in its log
                self._postgres.start()
            for child in self._children:
                child.revive()

    def end(self) -> None:
        """End everything that runs on the data, whoever started it."""
        deadline = time.monotonic() + GRACE
        for child in self._children:
            child.stop()
        for child in self._children:
            child.wait(deadline)
        self._postgres.stop()

    def _child(self, name: str, run: Callable[[Lifeline], None]) -> Child:
        return Child(name, partial(run, self._lifeline), self._folder.log(f"{name}.jsonl"))

    def _until(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            for child in self._children:
                if child.ended or time.monotonic() > deadline:
                    raise NotStarted(f"Talka cannot start; the reason stands at the end of {child.log}.")
            if self._ending.wait(0.02):
                raise NotStarted


def _load() -> None:
    """Load what SQLAlchemy and Babel would load at the first use, in each process anew."""
    configure_mappers()
    for language in LANGUAGES:
        babel_locale(language).datetime_formats  # noqa: B018 - asking for one of its facts loads them all


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
