"""JSON routes: one decorator says who may call and what it takes and gives; the view is left with the operation."""

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

import flask_smorest
import marshmallow as ma
from flask import Response, request

from shared.errors import Invalid
from shared.web import conditions
from shared.web.openapi import Route, documented
from shared.web.problems import refused
from shared.web.reading import Paging, Parser, cursor, place
from shared.web.rules import Rule
from shared.web.served import talka
from shared.web.tokens import current
from shared.web.transactions import Limited, spend, write

View = TypeVar("View", bound=Callable[..., Any])
SchemaType = type[ma.Schema]

__all__ = ["Api", "Limited", "Page"]


@dataclass(frozen=True)
class Page:
    """One page of a list. `next` is the place of its last item, which the next call gets as `after`; None: the end."""

    items: Sequence[Any]
    next: str | tuple[object, ...] | None


class Api:
    """The JSON routes of one feature."""

    def __init__(self, name: str, url_prefix: str, *, wrong: int = 422) -> None:
        """`name` is the feature's; it heads its part of the OpenAPI document.

        `wrong` is the status for a value that is wrong, where others have laid down what an interface answers.
        """
        self.name = name
        self.wrong = wrong
        self.blueprint = flask_smorest.Blueprint(f"{name}-api", __name__, url_prefix=url_prefix)
        self.blueprint.ARGUMENTS_PARSER = Parser()
        self.rules: dict[str, Rule] = {}
        self.blueprint.register_error_handler(Invalid, lambda error: refused(error, wrong))

    def get(
        self,
        path: str,
        *,
        allow: Rule,
        gives: SchemaType | None = None,
        takes: SchemaType | None = None,
        status: int = 200,
        paged: bool = False,
        versioned: bool = False,
        also: str | None = None,
    ) -> Callable[[View], View]:
        """A reading route; `takes` is the query string.

        `paged` gives `{items, next}` from a Page, and hands the view `query` (with `limit`) and `after`;
        `versioned` makes the ETag from the result's `version`; `also` is another media type in which the view may
        answer with a Response of its own. Without `gives` the view returns a Response of `status`.
        """
        query = _paged(takes) if paged else takes
        answer: dict[str, Any] = {"paged": paged, "versioned": versioned, "also": also, "wrong": self.wrong}
        return self._route(Route("GET", path, allow, query, gives, status, **answer))

    def post(
        self,
        path: str,
        *,
        allow: Rule,
        takes: SchemaType | None = None,
        gives: SchemaType | None = None,
        status: int = 200,
        limits: tuple[Limited, ...] = (),
    ) -> Callable[[View], View]:
        """A writing route; a repeated Idempotency-Key gives the first answer again."""
        status = status if gives else 204
        return self._route(Route("POST", path, allow, takes, gives, status, limits=limits))

    def patch(
        self, path: str, *, allow: Rule, takes: SchemaType, gives: SchemaType, versioned: bool = True
    ) -> Callable[[View], View]:
        """A change of something that two people edit: If-Match is required and handed to the view as `version`."""
        return self._route(Route("PATCH", path, allow, takes, gives, 200, versioned=versioned))

    def put(
        self, path: str, *, allow: Rule, takes: SchemaType, gives: SchemaType, versioned: bool = False
    ) -> Callable[[View], View]:
        """A replacement; with `versioned` as for `patch`."""
        return self._route(Route("PUT", path, allow, takes, gives, 200, versioned=versioned))

    def delete(self, path: str, *, allow: Rule) -> Callable[[View], View]:
        """A removal, answered by 204; the view gets `version`, None without If-Match."""
        return self._route(Route("DELETE", path, allow, None, None, 204))

    def _route(self, route: Route) -> Callable[[View], View]:
        def register(view: View) -> View:
            run = _reading(route, view) if route.method == "GET" else _writing(route, view)
            if view.__name__ in self.rules:
                raise ValueError(f"{self.name} has two views named {view.__name__}")
            self.blueprint.add_url_rule(
                route.path,
                view.__name__,
                documented(self.blueprint, self.name, route, run),
                methods=[route.method],
                tags=[self.name],
            )
            self.rules[view.__name__] = route.allow
            return view

        return register


def _paged(takes: SchemaType | None) -> SchemaType:
    return type(f"{takes.__name__}Page", (takes, Paging), {}) if takes else Paging


def _reading(route: Route, view: Callable[..., Any]) -> Callable[..., Response]:
    @functools.wraps(view)
    def run(*loaded: Any, **path: Any) -> Response:
        if route.paged:
            path["after"] = place(loaded[0].pop("after", None))
        with talka().service.database.reading() as session:
            response = _answer(route, view(session, *loaded, **path))
        if not response.is_streamed:
            response.make_conditional(request)
        return response

    return run


def _writing(route: Route, view: Callable[..., Any]) -> Callable[..., Response]:
    @functools.wraps(view)
    def run(*loaded: Any, **path: Any) -> Response:
        if route.versioned or route.method == "DELETE":
            path["version"] = conditions.version(required=route.versioned)
        for limited in (one for one in route.limits if not one.within):
            spend(limited, loaded[0].get(limited.field) if limited.field else None)
        key = conditions.key() if route.method == "POST" else None
        return write(lambda session: _answer(route, view(session, *loaded, **path)), key=key, asker=_asker())

    return run


def _asker() -> str:
    principal = current()
    return f"{principal.kind} {principal.id}" if principal else "anonymous"


def _answer(route: Route, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    if route.gives is None:
        return Response(status=route.status)
    body = _body(route, result)
    response = Response(body, route.status, content_type="application/json")
    if route.method == "GET" and not route.versioned:
        response.set_etag(sha256(body).hexdigest()[:32])
    elif (version := _version_of(result)) is not None:
        response.set_etag(str(version))
    return response


def _version_of(result: Any) -> int | None:
    version = result.get("version") if isinstance(result, dict) else getattr(result, "version", None)
    return version if isinstance(version, int) else None


def _body(route: Route, result: Any) -> bytes:
    """The result as JSON; `bytes` are JSON already, from a query that lets PostgreSQL write it."""
    if isinstance(result, bytes):
        return result
    schema = route.schema()
    if route.paged:
        dumped: Any = {"items": schema.dump(result.items, many=True), "next": cursor(result.next)}
    else:
        dumped = schema.dump(result)
    return json.dumps(dumped, ensure_ascii=False, separators=(",", ":")).encode()
