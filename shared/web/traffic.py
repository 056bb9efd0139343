"""Each request as the operator sees it: a correlation id, one log line, one count.

Never a path, a query or an address, since links hold tokens and queries hold names: the route's rule says enough.
"""

import re
from contextlib import ExitStack
from time import perf_counter

from flask import Response, g, request
from prometheus_client import Histogram

from shared.logs import correlated, correlation_id, log
from shared.web.rules import own_port
from shared.web.served import talka

HEADER = "X-Correlation-Id"
CORRELATION = re.compile(r"[\w.-]{8,64}", re.ASCII)
METHODS = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"}
REQUESTS = Histogram(
    "talka_request_seconds",
    "Time a request took in the service.",
    ["service", "method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def begin() -> None:
    """Take over the caller's correlation id, if it is one, or make one; it stands in every log line and message."""
    g.began = perf_counter()
    g.contexts = ExitStack()
    given = request.headers.get(HEADER, "")
    g.contexts.enter_context(correlated(given if CORRELATION.fullmatch(given) else None))


def count(response: Response) -> Response:
    """Write the log line, count the request and tell the caller the correlation id."""
    seconds = perf_counter() - g.began
    response.headers[HEADER] = correlation_id()
    state = talka()
    if state.rules.get(request.endpoint or "") is own_port:
        return response
    method = request.method if request.method in METHODS else "other"
    route = request.url_rule.rule if request.url_rule else "none"
    status = response.status_code
    REQUESTS.labels(state.service.name, method, route, status).observe(seconds)
    log().info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
    return response


def end(_error: BaseException | None) -> None:
    """Leave the contexts of the request: the thread goes on to somebody else's."""
    if contexts := g.pop("contexts", None):
        contexts.close()
