"""The page that somebody wanted before they had to sign in: they are led there afterwards, so its address is exact."""

import re
from urllib.parse import urlencode

from flask import request

EXACT = re.compile(r"([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/?)?(\?[A-Za-z0-9_=&.-]+)?")
LONGEST_ADDRESS = 300
LEFT_OUT = {"lang", "q"}
"""The language is known of whoever signs in; what they looked for may be somebody's name, which stands in no link."""


def own_page(address: str, *parts: str) -> str | None:
    """The address if it is of a page in one of these parts of ours, such as `/volunteer/`, and nothing else.

    Only words between single slashes, and a plain query: no host, scheme, backslash, dot segment or escape.
    """
    part = next((part for part in parts if address.startswith(part)), None)
    exact = part is not None and EXACT.fullmatch(address.removeprefix(part)) and len(address) <= LONGEST_ADDRESS
    return address if exact else None


def present_page(*parts: str) -> str | None:
    """The address of the page that is asked for just now; without its query, if that is more than `own_page` takes."""
    query = urlencode([(name, value) for name, value in request.args.items(multi=True) if name not in LEFT_OUT])
    return own_page(f"{request.path}?{query}" if query else request.path, *parts) or own_page(request.path, *parts)
