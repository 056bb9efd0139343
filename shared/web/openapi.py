"""The OpenAPI 3.1 document of a service, made from the same declarations its routes run by."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import marshmallow as ma

from shared.web.rules import Rule
from shared.web.transactions import Limited


@dataclass(frozen=True)
class Route:
    """One JSON route as it was declared."""

    method: str
    path: str
    allow: Rule
    takes: type[ma.Schema] | None
    gives: type[ma.Schema] | None
    status: int
    paged: bool = False
    versioned: bool = False
    limits: tuple[Limited, ...] = ()

    def schema(self) -> ma.Schema:
        """The schema of the answer, made once."""
        return _made(self.gives or ma.Schema)


@cache
def _made(schema: type[ma.Schema]) -> ma.Schema:
    return schema()


def documented(blueprint: Any, route: Route, run: Callable[..., Any]) -> Callable[..., Any]:
    """The view with all that flask-smorest must know of it: what it parses, what it answers."""
    view = blueprint.response(route.status, route.gives)(run)
    if route.takes:
        location = "query" if route.method == "GET" else "json"
        view = blueprint.arguments(route.takes, location=location)(view)
    made: Callable[..., Any] = view
    return made
