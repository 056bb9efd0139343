"""Every error as the asker sees it: problem+json (RFC 9457) under /api, else a page. In their language, without SQL."""

import json
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlsplit, urlunsplit

from flask import Flask, Response, current_app, render_template, request
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from shared.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    Stale,
    TooMany,
    Unauthenticated,
    _,
)
from shared.languages import gettext
from shared.logs import correlation_id, log
from shared.messaging.failures import where
from shared.web import forms
from shared.web.menu import home
from shared.web.served import talka
from shared.web.wanted import present_page
from shared.web.wording import by_field

UNAUTHENTICATED, FORM_TOO_OLD, CHANGED_MEANWHILE = 401, 403, 412
SIGN_IN = {"staff": "/organise/sign-in", "volunteer": "/volunteer/sign-in"}
"""Where a person of each kind signs in; both are pages of the features that know these persons."""
PARTS = ("/organise/", "/messages/", "/volunteer/")
"""Where the pages are that one must sign in for."""
CONTENT_TYPE = "application/problem+json"
STATUS: dict[type[DomainError], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    Stale: 412,
    Invalid: 422,
    TooMany: 429,
}
HTTP = {
    400: ("bad-request", _("This request is not complete or not readable.")),
    401: (Unauthenticated.code, Unauthenticated.title),
    403: (Forbidden.code, Forbidden.title),
    404: (NotFound.code, NotFound.title),
    405: ("method-not-allowed", _("This address does not allow that.")),
    410: (Gone.code, Gone.title),
    413: ("too-large", _("This is too large. Please send less at once.")),
    415: ("wrong-media-type", _("Send this as application/json.")),
    422: (Invalid.code, Invalid.title),
    428: ("condition-needed", _("Say in If-Match which version you are changing: the ETag you have read.")),
    500: ("internal", _("Something went wrong on our side. We have noted it. Please try again later.")),
    503: ("unavailable", _("This does not work just now. Please try again in a moment.")),
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is said about an error; `title` is already in the asker's language."""

    status: int
    code: str
    title: str
    errors: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, object]:
        """The members of RFC 9457, with our `correlation_id`, `errors` and `facts`."""
        members: dict[str, object] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "correlation_id": correlation_id(),
        }
        more = {"errors": self.errors, "facts": self.facts}
        return members | {name: facts for name, facts in more.items() if facts}

    def response(self, **more: object) -> Response:
        """As the asker wants it: JSON under /api, else a page, which offers these ways on instead of its usual ones."""
        if request.path.startswith("/api/"):
            body = json.dumps(self.body(), ensure_ascii=False)
            return Response(body, self.status, self.headers, content_type=CONTENT_TYPE)
        own = next((show for begins, show in talka().screens.items() if request.path.startswith(begins)), None)
        page = own(self) if own else render_template("problem.html", problem=self, **(self._ways_on() | more))
        return Response(page, self.status, self.headers)

    @property
    def minutes(self) -> int:
        """After so many it may be tried again; 0 if nobody can say."""
        return -(-int(self.headers.get("Retry-After", 0)) // 60)

    def _ways_on(self) -> dict[str, object]:
        """What the page offers: to sign in, to send again what was typed before a sign-in ended, to go back."""
        rule = talka().rules.get(request.endpoint or "")
        sign_in = SIGN_IN.get(rule.kinds[0]) if rule and rule.kinds and self.status == UNAUTHENTICATED else None
        if sign_in and request.method == "GET" and (wanted := present_page(*PARTS)):
            sign_in += f"?to={quote(wanted)}"
        comes_again = sign_in or self.status == STATUS[TooMany]
        kept = forms.to_send_again() if comes_again and request.method == "POST" else None
        form = _form() if self.status in {FORM_TOO_OLD, CHANGED_MEANWHILE} else None
        facts: dict[str, object] = {
            "sign_in": sign_in,
            "kept": kept,
            "send_to": request.full_path,
            "minutes": self.minutes,
            "form": form,
            "home": home(),
        }
        return facts | {"correlation_id": correlation_id()}


def _form() -> str | None:
    """The address of our page whose form was sent."""
    came_from = urlsplit(request.referrer or "")
    ours = request.method == "POST" and came_from.netloc == request.host
    return urlunsplit(("", "", came_from.path, came_from.query, "")) if ours else None


def of_status(status: int, headers: dict[str, str] | None = None) -> Problem:
    """The problem for a status that no rule of ours gave."""
    code, title = HTTP.get(status, HTTP[400] if status < 500 else HTTP[500])  # noqa: PLR2004 - 5xx is ours
    return Problem(status=status, code=code, title=gettext(title), headers=headers or {})


def status_of(kind: type[DomainError]) -> int:
    """The status of a kind of broken rule; one that is of no kind is our mistake."""
    return next((STATUS[one] for one in kind.__mro__ if one in STATUS), 500)


def of_rule(error: DomainError) -> Problem:
    """The problem for a broken rule: the status comes from its kind, code and title are its own."""
    status = status_of(type(error))
    headers = {"WWW-Authenticate": "Bearer"} if status == UNAUTHENTICATED else {}
    if (wait := getattr(error, "retry_after", None)) is not None:
        headers["Retry-After"] = str(wait)
    return Problem(
        status=status,
        code=error.code,
        title=gettext(error.title, **error.facts),
        errors=by_field(error.errors) if isinstance(error, Invalid) else {},
        facts={name: fact if isinstance(fact, int) else str(fact) for name, fact in error.facts.items()},
        headers=headers,
    )


def _http(error: HTTPException) -> Response:
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return of_status(error.code or 500, headers).response()


def refused(error: DomainError, status: int | None = None) -> Response:
    """The answer to a broken rule, with another status than its kind has if one is given."""
    problem = of_rule(error)
    problem = replace(problem, status=status or problem.status)
    log().info("refused", code=problem.code, status=problem.status)
    return problem.response()


def _database(error: DBAPIError | PoolTimeout) -> Response:
    """No SQL and no value leaves, not even into the log: constraint and SQLSTATE say enough."""
    driver = getattr(error, "orig", None)
    diagnosis = getattr(driver, "diag", None)
    log().warning(
        "database_refused",
        error=type(driver or error).__name__,
        sqlstate=getattr(driver, "sqlstate", None),
        constraint=getattr(diagnosis, "constraint_name", None),
    )
    if isinstance(error, IntegrityError):
        return of_rule(Conflict()).response()
    if isinstance(error, DataError):
        return of_rule(Invalid()).response()
    return of_status(503, {"Retry-After": "2"}).response()


def _unexpected(error: Exception) -> Response:
    """Messages of unknown errors may quote what people wrote; type and places do not. Tests get the error itself."""
    if current_app.testing:
        raise error
    log().error("unexpected_error", **where(error))
    return of_status(500).response()


def install(app: Flask) -> None:
    """Let the application answer every error by this module."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DomainError, refused)
    for kind in (IntegrityError, DataError, OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(kind, _database)
    app.register_error_handler(Exception, _unexpected)
