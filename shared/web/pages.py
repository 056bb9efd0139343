"""HTML routes over the same operations and queries: rendering, redirects and forms."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import marshmallow as ma
from flask import Blueprint, Response, make_response, render_template, request

from shared.errors import DomainError, Invalid, TooMany
from shared.web import again, forms, openly
from shared.web.problems import Problem
from shared.web.rules import Rule, everyone
from shared.web.served import talka
from shared.web.transactions import Limited, spend, write

View = TypeVar("View", bound=Callable[..., Any])
Shown = TypeVar("Shown", bound=Callable[[Problem], str])
SEE_OTHER = 303

__all__ = ["Limited", "Pages", "redirect", "render"]


def render(template: str, **context: object) -> str:
    """The page in the asker's language."""
    return render_template(template, **context)


def redirect(url: str) -> Response:
    """Lead the browser to another page after a form was sent."""
    return Response(status=SEE_OTHER, headers={"Location": url})


class Pages:
    """The HTML routes of one feature."""

    def __init__(
        self, name: str, import_name: str = __name__, url_prefix: str | None = None, *, leaves_nothing: bool = False
    ) -> None:
        """`name` is the feature's, and the first word of its endpoints: `url_for("registrations.booking")`.

        `leaves_nothing`: these pages stand where many come, so nothing that was typed may stay in the browser.
        """
        self.name = name
        self.leaves_nothing = leaves_nothing
        self.blueprint = Blueprint(name, import_name, url_prefix=url_prefix)
        self.rules: dict[str, Rule] = {}
        self.screens: dict[str, Callable[[Problem], str]] = {}

    def get(self, path: str, *, allow: Rule, public: bool = False) -> Callable[[View], View]:
        """A page to look at. `public`: it holds nothing secret, so a browser may keep it and ask whether it changed."""

        def register(view: View) -> View:
            @functools.wraps(view)
            def run(**parts: Any) -> Response:
                with talka().service.database.reading() as session:
                    response = make_response(view(session, **parts))
                if public and not forms.shown():
                    response.add_etag()
                    response.make_conditional(request)
                return response

            self._add(path, "GET", run, allow, view.__name__)
            return view

        return register

    def open(self, path: str, *, seconds: int) -> Callable[[View], View]:
        """What every site may show and every cache may keep for so many seconds: it is the same for all who ask so.

        It speaks the language that `lang` in the address asks for, else Lithuanian. No cookie is set or read.
        """

        def register(view: View) -> View:
            @functools.wraps(view)
            def run(**parts: Any) -> Response:
                with openly.answering(seconds), talka().service.database.reading() as session:
                    response = make_response(view(session, **parts))
                response.add_etag()
                response.make_conditional(request)
                return response

            self._add(path, "GET", run, everyone, view.__name__)
            return view

        return register

    def post(
        self, path: str, *, allow: Rule, limits: tuple[Limited, ...] = (), look: bool = False
    ) -> Callable[[View], View]:
        """A form to receive. Sent twice, it is worked off once; an answer of 400 and above undoes everything.

        What is wrong with it is a page that one can load again, come back to and read in another language
        (`shared.web.again`). `look`: so is what it says otherwise, since it changes nothing unless it leads on.
        """

        def register(view: View) -> View:
            @functools.wraps(view)
            def run(**parts: Any) -> Response:
                nonce = forms.checked()
                asker = forms.visitor()  # not the person: a form that signs in is sent again by the same browser
                try:
                    for limited in limits:
                        spend(limited, request.form.get(limited.field) if limited.field else None)
                    answer = write(
                        lambda session: make_response(view(session, **parts)), key=nonce, asker=asker, patient=True
                    )
                except TooMany as error:
                    if self.leaves_nothing:
                        raise
                    return again.led_to_wait(error)
                return answer if self.leaves_nothing else again.led_there(answer, look=look)

            @functools.wraps(view)
            def run_again(**parts: Any) -> Response:
                del parts["again"]  # the page's name, which `forms.sheet` reads
                return again.shown(lambda session: make_response(view(session, **parts)), look=look)

            if not self.leaves_nothing:
                self._add(again.place(path), "GET", run_again, allow, f"{view.__name__}_again")
            self._add(path, "POST", run, allow, view.__name__)
            return view

        return register

    def problem(self, begins: str) -> Callable[[Shown], Shown]:
        """The page of a problem under addresses that begin so, in the frame of their other pages.

        It may not ask the database, which may be what is away.
        """

        def register(shown: Shown) -> Shown:
            self.screens[begins] = shown
            return shown

        return register

    def _add(self, path: str, method: str, run: Callable[..., Response], allow: Rule, name: str) -> None:
        if name in self.rules:
            raise ValueError(f"{self.name} has two pages named {name}")
        self.blueprint.add_url_rule(path, name, run, methods=[method])
        self.rules[name] = allow

    @staticmethod
    def form(schema: type[ma.Schema]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """What was sent, as the schema loads it, and no errors; or as it was typed, and the errors by field name."""
        return forms.load(schema())

    @staticmethod
    def typed(schema: type[ma.Schema]) -> dict[str, Any]:
        """What was sent as it was typed, to show a form again after a rule was broken."""
        return forms.typed(schema())

    @staticmethod
    def errors(error: DomainError) -> dict[str, list[str]]:
        """A broken rule as the errors of a form, to show it again with what was typed."""
        return forms.errors_of(error.errors if isinstance(error, Invalid) and error.errors else forms.said(error))
