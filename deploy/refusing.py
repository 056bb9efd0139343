"""gunicorn's worker, which answers what is no request, or too long for one, as everything else here is answered.

gunicorn's own answer is HTML that repeats what was sent, and its log lines do so too: a path may hold somebody's token.
"""

import json
import socket
from http import HTTPStatus

from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from shared.logs import log
from shared.messaging.failures import where

STATUS: dict[type[Exception], HTTPStatus] = {
    errors.InvalidResponseHeader: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InvalidResponseHeaderName: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ConfigurationProblem: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}
"""What went wrong -> what is answered; the first that fits. All else is our own mistake."""
HEADERS = {
    "Content-Type": "application/problem+json",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Connection": "close",
}
"""As on the gateway's own answers."""
PATIENCE = 2.0
"""Seconds that a caller is waited for who does not read the answer."""


def status_of(error: Exception) -> HTTPStatus:
    """What is answered to a request at which this went wrong."""
    fits = (status for kind, status in STATUS.items() if isinstance(error, kind))
    return next(fits, HTTPStatus.INTERNAL_SERVER_ERROR)


def answer(status: HTTPStatus) -> bytes:
    """The whole answer. In which language the caller reads is not known: what would say it could not be read."""
    problem = {"type": "about:blank", "title": status.phrase, "status": int(status)}
    body = json.dumps(problem).encode()
    head = {**HEADERS, "Content-Length": str(len(body))}
    lines = [f"HTTP/1.1 {int(status)} {status.phrase}", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Serves requests in threads."""

    def handle_error(self, _request: object, caller: socket.socket, _address: object, error: Exception) -> None:
        """Answer in our shape, and note what kind of mistake it was, nothing of what was sent."""
        status = status_of(error)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            log().error("unexpected_error", **where(error))
        else:
            log().info("no_request", error=type(error).__name__)
        try:
            caller.settimeout(PATIENCE)
            caller.sendall(answer(status))
        except OSError:
            log().debug("caller_is_gone")
