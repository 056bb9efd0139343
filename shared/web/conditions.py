"""Conditions a client sets in the head of a request: under which key it is sent, and which version it is about."""

import re

from flask import request
from werkzeug.exceptions import HTTPException

from shared.errors import Invalid, Stale, _

KEY = re.compile(r"[\x21-\x7e]{1,255}")
ETAG = re.compile(r'"(\d{1,9})"')


class ConditionNeeded(HTTPException):
    """A change without If-Match."""

    code = 428


class BadKey(Invalid):
    """The Idempotency-Key is not 1 to 255 visible ASCII characters."""

    code = "bad-key"
    title = _("The Idempotency-Key must be 1 to 255 visible characters.")


def key() -> str | None:
    """The Idempotency-Key, if there is one. Raises BadKey."""
    given = request.headers.get("Idempotency-Key")
    if given is not None and not KEY.fullmatch(given):
        raise BadKey
    return given


def version(*, required: bool) -> int | None:
    """The version that If-Match names; a tag that was never given out matches nothing.

    Raises Stale for such a one, and ConditionNeeded if a required one is missing.
    """
    given = request.headers.get("If-Match")
    if given is None:
        if required:
            raise ConditionNeeded
        return None
    if found := ETAG.fullmatch(given.strip()):
        return int(found[1])
    raise Stale
