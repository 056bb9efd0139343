"""Requests to the running system that survive its being killed: repeated until answered, and worked off once.

A POST carries an Idempotency-Key, so that the repetition of one whose answer was lost gets the first answer.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

PATIENCE = 600.0
"""Seconds we wait for somebody to start the system again."""
NUMBERS = count(1)
"""One for each POST of this demonstration."""
BRIEFLY_AWAY = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)


class Refused(Exception):
    """The system said no; `problem` is its problem document (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        """Keep the answer."""
        super().__init__(f"{status} {problem.get('title')} {problem.get('errors', '')}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        """The stable name of the broken rule."""
        return str(self.problem.get("type", "")).rpartition("/")[2]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """The JSON in it, None if there is nothing."""
        return json.loads(self.content) if self.content else None


@dataclass
class Client:
    """One person's way to the system. `run` tells this demonstration from others; `tell` shows a line."""

    address: str
    run: str
    tell: Callable[[str], None]
    token: str | None = None
    language: str = "en"

    def get(self, path: str, **query: object) -> Any:
        """Read. Raises Refused."""
        return self.send("GET", f"{path}?{urlencode(query)}" if query else path).body

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Do something, once, however often the system goes away meanwhile. Raises Refused."""
        key = f"{self.run}-{next(NUMBERS)}"
        return self.send("POST", path, body, {"Idempotency-Key": key}).body

    def send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Repeat a request until the system answers it. Raises Refused, and TimeoutError if it stays away."""
        deadline = time.monotonic() + PATIENCE
        told = False
        while time.monotonic() < deadline:
            answer = self._try(method, path, body, dict(headers or {}))
            if answer and answer.status < HTTPStatus.BAD_REQUEST:
                return answer
            if answer and not _is_passing(answer):
                raise Refused(answer.status, answer.body)
            if not told:
                told = True
                self.tell("… waiting for the system to return")
            time.sleep(0.2)
        raise TimeoutError(f"{self.address} has not answered for {PATIENCE:.0f} seconds")

    def _try(self, method: str, path: str, body: Mapping[str, Any] | None, headers: dict[str, str]) -> Answer | None:
        where = urlsplit(self.address)
        connection = HTTPConnection(where.hostname or "localhost", where.port, timeout=45)
        headers |= {"Accept-Language": self.language}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read())
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()


def _is_passing(answer: Answer) -> bool:
    """Whether to ask again: the system is not there yet, or still at work on the first try."""
    working = answer.status == HTTPStatus.CONFLICT and b"/still-working" in answer.content
    return working or answer.status in BRIEFLY_AWAY
