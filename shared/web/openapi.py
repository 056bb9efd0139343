"""The OpenAPI 3.1 document of a service, made from the same declarations that its routes run by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import marshmallow as ma
from apispec import APISpec
from marshmallow import fields

from shared.web.rules import Rule, anyone, embedded_only, gateway
from shared.web.transactions import Limited

PROBLEM = "application/problem+json"
MEANINGS = {
    400: "The body is not JSON; of a question to the open directory, a value is wrong, see `errors`.",
    401: "Nobody is signed in, or the token is over or forged.",
    403: "The person who is signed in may not do this.",
    404: "There is no such thing, or not for the one who asks.",
    409: "A rule does not allow it in the present state; or the same request is being worked on (`still-working`).",
    410: "The link, code or offer is used or too old.",
    412: "Somebody else has changed it since it was read.",
    413: "The body is larger than 256 kB.",
    415: "The body is not sent as application/json.",
    422: "A value or a field is wrong, see `errors`; or the key was used for another body (`key-used-otherwise`).",
    428: "If-Match is missing.",
    429: "Too many tries; Retry-After says in how many seconds another is welcome.",
    503: "The service cannot work just now; Retry-After says in how many seconds to ask again.",
}
RETRIED = {409, 429, 503}
HEADERS: dict[str, dict[str, Any]] = {
    "RetryAfter": {"description": "Seconds until another try is welcome.", "schema": {"type": "integer", "minimum": 1}},
    "ETag": {"description": "The version that was read, for If-Match and If-None-Match.", "schema": {"type": "string"}},
    "Replayed": {"description": "`true` if this is the first answer given again.", "schema": {"type": "string"}},
}
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "IdempotencyKey": (
        "Idempotency-Key",
        {
            "description": "Any 1 to 255 visible characters. The same request under the same key is done once: within "
            "24 hours it gets its first answer again, with `Idempotent-Replayed: true`.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
        },
    ),
    "IfMatch": (
        "If-Match",
        {"description": "The ETag that was read.", "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'}},
    ),
    "IfNoneMatch": (
        "If-None-Match",
        {"description": "The ETag that was read; unchanged, the answer is 304.", "schema": {"type": "string"}},
    ),
}
SECURITY: dict[str, dict[str, Any]] = {
    "staff": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A staff member's token."},
    "volunteer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A volunteer's token."},
    "gateway": {"type": "apiKey", "in": "query", "name": "secret", "description": "The gateway's callback secret."},
}
DESCRIPTION = (
    "Times are RFC 3339 with offset, ids are UUIDs. Errors are problem+json (RFC 9457) with a stable `type` and a "
    "`title` in the asker's language: `?lang=` or Accept-Language with one of lt, lt-simple, en, uk, ru, ar. "
    "Unknown fields are refused with 422. Lists give `{items, next}`; hand `next` back as `after` for what follows."
)


class ProblemView(ma.Schema):
    """What every error says (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "Stable, for programmes: `/problems/<code>`."})
    title = fields.String(required=True, metadata={"description": "For people, in their language."})
    status = fields.Integer(required=True)
    correlation_id = fields.String(required=True, metadata={"description": "Name it when you ask us about this."})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Sentences by field, such as `members.0.name`; `_schema` is the whole."},
    )
    facts = fields.Dict(
        keys=fields.String(), metadata={"description": "What the title speaks of, for programmes: numbers, ids."}
    )


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
    also: str | None = None
    wrong: int = 422

    def schema(self) -> ma.Schema:
        """The schema of the answer, made once."""
        return _made(self.gives or ma.Schema)

    @property
    def writes(self) -> bool:
        """Whether it runs in a transaction."""
        return self.method != "GET"

    @property
    def names_version(self) -> bool:
        """Whether it changes what was read, and says which version that was: in `If-Match` or in what it takes."""
        fields_ = _made(self.takes).fields if self.takes else {}
        return self.writes and (self.versioned or self.method == "DELETE" or "version" in fields_)

    def statuses(self) -> Iterator[int]:
        """Every error status that it can answer with."""
        yield from (401, 404, 503)
        if self.allow is not anyone:
            yield 403
        if self.writes or "<" in self.path:
            yield 410
        if self.writes:
            yield from (409, 413)
        if self.takes or self.method == "POST":
            yield self.wrong
        if self.takes and self.writes:
            yield from (400, 415)
        if self.versioned and self.writes:
            yield 428
        if self.names_version:
            yield 412
        if self.limits:
            yield 429


@cache
def _made(schema: type[ma.Schema]) -> ma.Schema:
    return schema()


@cache
def _list_of(gives: type[ma.Schema]) -> type[ma.Schema]:
    members = {
        "items": fields.List(fields.Nested(gives), required=True),
        "next": fields.String(
            required=True, allow_none=True, metadata={"description": "Hand it back as `after`; null at the end."}
        ),
    }
    return type(f"{gives.__name__}List", (ma.Schema,), members | {"__module__": gives.__module__})


def documented(blueprint: Any, feature: str, route: Route, run: Callable[..., Any]) -> Callable[..., Any]:
    """The view with all that flask-smorest must know of it: what it parses, what it answers."""
    gives = _list_of(route.gives) if route.gives and route.paged else route.gives
    view = blueprint.response(route.status, gives)(run)
    if route.takes:
        view = blueprint.arguments(_made(route.takes), location="json" if route.writes else "query")(view)
    made: Callable[..., Any] = blueprint.doc(**_said(feature, route, run.__name__))(view)
    return made


def _said(feature: str, route: Route, name: str) -> dict[str, Any]:
    responses: dict[int, Any] = {status: f"Problem{status}" for status in sorted(set(route.statuses()))}
    headers = {"ETag": "ETag"} if route.gives and (not route.writes or route.versioned) else {}
    if route.method == "POST":
        headers["Idempotent-Replayed"] = "Replayed"
    responses[route.status] = {"headers": headers} if headers else {}
    if route.also:
        responses[route.status]["content"] = {route.also: {"schema": {"type": "string"}}}
    if not route.writes:
        responses[304] = {"description": "It is as it was when it was read.", "headers": {"ETag": "ETag"}}
    return {
        "operationId": f"{feature}.{name}",
        "responses": responses,
        "parameters": list(_parameters(route)),
        "security": [{scheme: []} for scheme in _schemes(route.allow)],
        "x-allowed": route.allow.name,
    }


def _schemes(rule: Rule) -> tuple[str, ...]:
    if rule is gateway:
        return ("gateway",)
    return () if rule in {anyone, embedded_only} else rule.kinds


def _parameters(route: Route) -> Iterator[str | dict[str, Any]]:
    if route.method == "POST":
        yield "IdempotencyKey"
    elif not route.writes:
        yield "IfNoneMatch"
        if route.takes:
            yield {"in": "query", "schema": route.takes}
    elif route.versioned or route.method == "DELETE":
        yield "IfMatch"


def components(spec: APISpec) -> None:
    """Put what all operations share into the document: errors, headers, parameters, ways to sign in."""
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for name, (header_name, parameter) in PARAMETERS.items():
        spec.components.parameter(name, "header", {"name": header_name, **parameter})
    for name, scheme in SECURITY.items():
        spec.components.security_scheme(name, scheme)
    for status, meaning in MEANINGS.items():
        problem: dict[str, Any] = {"description": meaning, "content": {PROBLEM: {"schema": ProblemView}}}
        spec.components.response(
            f"Problem{status}", problem | ({"headers": {"Retry-After": "RetryAfter"}} if status in RETRIED else {})
        )
