"""A person with a browser and no JavaScript: follows links, fills forms, keeps cookies."""

import re
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


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
        self.address = ""

    def open(self, path: str) -> "Visitor":
        """Go to an address, following where it leads."""
        return self._seen(self._client.get(path, headers=self._headers, follow_redirects=True))

    def send(self, path: str, **fields: Any) -> "Visitor":
        """Send a form of the present page, with its hidden fields."""
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(self.page)}
        form = {name.replace("__", "-"): value for name, value in fields.items()}
        answer = self._client.post(path, data=hidden | form, headers=self._headers, follow_redirects=True)
        return self._seen(answer)

    def _seen(self, answer: TestResponse) -> "Visitor":
        self.page, self.status = answer.get_data(as_text=True), answer.status_code
        self.address = answer.request.path
        return self

    @property
    def text(self) -> str:
        """The page without its tags, blanks folded."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())
