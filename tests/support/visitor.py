"""A person with a browser and no JavaScript: follows links, fills in forms as they stand on a page, keeps cookies."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import TestResponse

from tests.support.walker import forms_of

FORM = re.compile(r'<form method="post" action="([^"]*)"(.*?)</form>', re.DOTALL)
TORN = re.compile(r'="[^"]*<(?:bdi|span)\b[^>]*>')
"""Marks of a language or a name that got into an attribute, whose quotes end it."""
HIDDEN = re.compile(r'type="hidden" name="([\w-]+)" value="([^"]*)"')


def hidden(page: str, action: str) -> tuple[str, dict[str, str]]:
    """Where the page's form goes whose address contains `action`, and its hidden fields."""
    forms = [(unescape(address), inside) for address, inside in FORM.findall(page)]
    wanted = [(address, inside) for address, inside in forms if action in address]
    assert wanted, f"no form goes to {action}, only to {[address for address, _inside in forms]}"
    address, inside = wanted[0]
    return address, {name: unescape(value) for name, value in HIDDEN.findall(inside)}


def send(client: FlaskClient, page: str, action: str, **typed: Any) -> TestResponse:
    """Send the form of a page whose address contains `action`, with what a person types into it."""
    address, fields = hidden(client.get(page).text, action)
    return client.post(address, data=fields | typed)


class Visitor:
    """One browser. `page` is the text of the last page, tags included."""

    def __init__(self, app: Flask, language: str = "en", **cookies: str) -> None:
        """Open a browser that prefers this language and has these cookies."""
        self._client = app.test_client()
        self._headers = {"Accept-Language": language}
        for name, value in cookies.items():
            self._client.set_cookie(name, value)
        self.page = ""
        self.status = 0
        self.headers = Headers()
        self.address = ""

    def open(self, path: str) -> "Visitor":
        """Go to an address, following where it leads."""
        return self._seen(self._client.get(path, headers=self._headers, follow_redirects=True))

    def send(self, path: str, **fields: Any) -> "Visitor":
        """Send a form to this address with the hidden fields of the present page; `__` in a name stands for `-`."""
        known = {name: unescape(value) for name, value in HIDDEN.findall(self.page)}
        form = {name.replace("__", "-"): value for name, value in fields.items()}
        answer = self._client.post(path, data=known | form, headers=self._headers, follow_redirects=True)
        return self._seen(answer)

    def fill(self, path: str, **typed: str | list[str]) -> "Visitor":
        """Send the page's form that goes to this address as browsers do, with all that stands in it already."""
        (form,) = [one for one in forms_of(self.page) if one.action == path]
        sent = MultiDict(form.with_typed({name.replace("__", "-"): said for name, said in typed.items()}))
        return self._seen(self._client.post(path, data=sent, headers=self._headers, follow_redirects=True))

    def cookie(self, name: str, path: str) -> str:
        """What the browser keeps under this name for pages at this path."""
        found = self._client.get_cookie(name, path=path)
        assert found
        return found.value

    def lose(self, name: str) -> None:
        """Forget a cookie, as when its time is over."""
        self._client.delete_cookie(name)

    def take(self, name: str, value: str) -> None:
        """Get a cookie, as when one signs in in another window."""
        self._client.set_cookie(name, value)

    def _seen(self, answer: TestResponse) -> "Visitor":
        self.page, self.status = answer.get_data(as_text=True), answer.status_code
        self.headers = answer.headers
        self.address = answer.request.path
        assert TORN.findall(self.page) == []
        return self

    @property
    def text(self) -> str:
        """The page without its tags and what machines read in it, blanks folded."""
        return " ".join(unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", self.page)).split())
