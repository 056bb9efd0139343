"""A browser without JavaScript: it opens a page, fills in one of its forms and sends it as it stands there."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def hidden(page: str, action: str) -> tuple[str, dict[str, str]]:
    """Where the page's form goes whose address contains `action`, and its hidden fields."""
    forms = re.findall(r'<form method="post" action="([^"]*)"(.*?)</form>', page, re.DOTALL)
    wanted = [(unescape(address), inside) for address, inside in forms if action in unescape(address)]
    assert wanted, f"no form goes to {action}, only to {[address for address, _inside in forms]}"
    address, inside = wanted[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inside))
    return address, {name: unescape(value) for name, value in fields.items()}


def send(client: FlaskClient, page: str, action: str, **typed: Any) -> TestResponse:
    """Send the form of a page whose address contains `action`, with what a person types into it."""
    address, fields = hidden(client.get(page).text, action)
    return client.post(address, data=fields | typed)
