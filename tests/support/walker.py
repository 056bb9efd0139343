"""A person with a browser without scripts at a running system: over HTTP, by the links and forms of its pages."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

Fields = list[tuple[str, str]]


@dataclass
class Form:
    """A form as it stands on a page: where it goes, and what is filled in already."""

    action: str
    method: str
    filled: Fields = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    choices: dict[str, set[str]] = field(default_factory=dict)

    def with_typed(self, typed: dict[str, str | list[str]]) -> Fields:
        """What is sent when somebody types and ticks this; it fails for what the form does not ask."""
        assert not typed.keys() - self.names, f"{self.action} asks for {self.names}, not {typed.keys() - self.names}"
        sent = [(name, value) for name, value in self.filled if name not in typed]
        for name, value in typed.items():
            values = [value] if isinstance(value, str) else value
            assert not self.choices.get(name) or set(values) <= self.choices[name], f"{name}: {self.choices[name]}"
            sent += [(name, one) for one in values]
        return sent


class _Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._first: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(known.get("action", ""), known.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._read(self._form, tag, known)

    def _read(self, form: Form, tag: str, known: dict[str, str]) -> None:
        name, value = known.get("name", ""), known.get("value", "")
        if tag in {"input", "select", "textarea"} and name:
            form.names.add(name)
        if tag == "select":
            self._select, self._first = name, None
        elif tag == "textarea":
            self._area = name
        elif tag == "option":
            form.choices.setdefault(self._select, set()).add(value)
            self._first = value if self._first is None else self._first
            if "selected" in known:
                form.filled.append((self._select, value))
        elif tag == "input" and known.get("type") in {"radio", "checkbox"}:
            form.choices.setdefault(name, set()).add(value)
            if "checked" in known:
                form.filled.append((name, value))
        elif tag == "input" and name:
            form.filled.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._area:
            self._form.filled.append((self._area, data.strip()))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._form is not None:
            if self._first is not None and self._select not in {name for name, _value in self._form.filled}:
                self._form.filled.append((self._select, self._first))
        elif tag == "textarea":
            self._area = ""


def forms_of(page: str) -> list[Form]:
    """The forms of a page, in its order."""
    return _Forms(page).forms


class Walker:
    """One browser of one person. `page` is the last page as it came, `address` where it is, `status` how it was."""

    def __init__(self, address: str, language: str) -> None:
        """Open a browser whose owner reads this language."""
        self._home = address
        self._language = language
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = ""
        self.status = 0
        self.address = address

    def open(self, address: str) -> Self:
        """Go to an address, whole or as on this site, and where it leads."""
        return self._ask(urljoin(self._home, address), None)

    def follow(self, pattern: str) -> Self:
        """Follow the first link of the page whose address matches."""
        links = [unescape(link) for link in re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', self.page)]
        found = [link for link in links if re.search(pattern, link)]
        assert found, f"no link of {self.address} matches {pattern}, only {links}"
        return self.open(urljoin(self.address, found[0]))

    def send(self, action: str, **typed: str | list[str]) -> Self:
        """Fill in and send the first form of the page that goes to where `action` matches; it must be taken."""
        self.try_to_send(action, **typed)
        assert self.status < 400, self.text
        return self

    def try_to_send(self, action: str, **typed: str | list[str]) -> Self:
        """The same, whatever the answer is."""
        forms = [form for form in forms_of(self.page) if re.search(action, form.action)]
        assert forms, f"no form of {self.address} goes to {action}: {self.text}"
        sent = forms[0].with_typed(typed)
        where = urljoin(self.address, forms[0].action)
        if forms[0].method == "get":
            return self._ask(f"{where}?{urlencode(sent)}", None)
        return self._ask(where, sent)

    def _ask(self, address: str, sent: Fields | None) -> Self:
        assert urlsplit(address).netloc == urlsplit(self._home).netloc, address
        request = Request(address, None if sent is None else urlencode(sent).encode())  # noqa: S310 - our own address
        request.add_header("Accept-Language", self._language)
        request.add_header("Origin", self._home)
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as refused:
            answer = refused
        with answer:
            self.status, self.address, self.page = answer.status, answer.url, answer.read().decode()
        return self

    @property
    def text(self) -> str:
        """What one reads: the page without its tags, blanks folded."""
        without = re.sub(r"<(script|style|head).*?</\1>|<[^>]+>", " ", self.page, flags=re.DOTALL)
        return " ".join(unescape(without).split())

    def reads(self, *words: str) -> Self:
        """Check that all of this stands on the page."""
        for one in words:
            assert one in self.text, f"{one!r} does not stand on {self.address}: {self.text}"
        return self
