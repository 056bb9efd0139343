"""Reading a request: JSON body, query string and cursor, each into what its schema promises or a problem."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request, abort, request
from itsdangerous import BadData, URLSafeSerializer
from marshmallow import fields, validate
from webargs.flaskparser import FlaskParser

from shared.errors import Invalid, _
from shared.web.served import talka

LARGEST_BODY = 256 * 1024
"""Bytes; Flask refuses more with 413."""
SPOKEN = {"lang"}
"""Query parameters that every address understands and no schema names."""


class BrokenCursor(Invalid):
    """The cursor was not given out by this list."""

    code = "broken-cursor"
    title = _("This is not a place in this list. Begin again at its start.")


class Paging(ma.Schema):
    """The part of a query string that every list has."""

    limit = fields.Integer(
        load_default=20,
        validate=validate.Range(1, 100),
        metadata={"description": "How many items a page holds at most."},
    )
    after = fields.String(
        metadata={"description": "Where to go on: `next` of the page before."}, validate=validate.Length(1, 1000)
    )


class Parser(FlaskParser):
    """webargs in our terms: unknown query parameters are refused, errors are problems, and every text can be stored."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": ma.RAISE}

    def load_json(self, req: Request, schema: ma.Schema) -> Any:  # noqa: ARG002 - webargs hands it in
        """The body. Answers 415 for another media type, 400 for what is no JSON, 422 for a key that is there twice."""
        if not req.is_json:
            abort(415)
        raw = req.get_data(cache=True)
        try:
            body = json.loads(raw, parse_constant=_no_constant, object_pairs_hook=_once)
        except (ValueError, RecursionError):
            abort(400)
        if (b"\\u" in raw or b"\x7f" in raw or not raw.isascii()) and not all(map(storable, texts(body))):
            raise Invalid({"_schema": [UNSTORABLE]})
        return body

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """The query string without what every address understands."""
        if any(map(LOST.search, req.args.values())):
            raise Invalid({"_schema": [UNSTORABLE]})
        return self._makeproxy(_without(req.args, SPOKEN), schema)

    def handle_error(self, error: ma.ValidationError, *_args: object, **_options: object) -> NoReturn:
        """All that is wrong, by field."""
        raise Invalid(next(iter(error.messages_dict.values()))) from error


UNSTORABLE = _("There is a character in it that no text can have.")


TWICE = _("This is there twice, and only one of them would count. Keep one.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises Invalid if a key is there twice: RFC 8259 leaves open which counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        often = Counter(key for key, _value in pairs)
        raise Invalid({key: [TWICE] for key in found if often[key] > 1 and storable(key)} or {"_schema": [TWICE]})
    return found


def _without(args: Any, names: set[str]) -> Any:
    kept = args.copy()
    for name in names:
        kept.poplist(name)
    return kept


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


LOST = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL does not take even to look for it, and halves of a surrogate pair."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")
"""NUL, which PostgreSQL does not keep, other controls, which calendars (RFC 5545, 3.1) and mails do not, overrides of
the writing direction, which let a page say something else than it holds, and halves of a surrogate pair."""


def storable(text: str) -> bool:
    """Whether it is text: nothing in it that cannot be kept, sent on or seen. Lines and tabs are fine."""
    return CONTROLS.search(text) is None


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, names of members included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from texts(inner)


def _cursors() -> URLSafeSerializer:
    """Cursors are signed for the list they belong to, so that a view can trust what it finds in one."""
    return URLSafeSerializer(talka().service.settings.secret_key, salt=f"cursor {request.endpoint}")


def cursor(place: str | tuple[object, ...] | None) -> str | None:
    """The place after which the next page of the present list begins, in a form that can be handed out."""
    if place is None:
        return None
    parts = (place,) if isinstance(place, str) else place
    return str(_cursors().dumps([str(part) for part in parts]))


def place(cursor: str | None) -> tuple[str, ...] | None:
    """What was put into the cursor. Raises BrokenCursor for one that this list did not give out."""
    if cursor is None:
        return None
    try:
        return tuple(_cursors().loads(cursor))
    except BadData as error:
        raise BrokenCursor({"after": [BrokenCursor.title]}) from error
