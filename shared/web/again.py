"""A page that answers a form gets an address of its own: what could not be taken, and what is only looked at.

A browser can neither load nor go back to a page that it got for a form without sending the form again, nor show it in
another language. So it is led to `…/again/<name>`, which finds what was typed sealed in the browser
(`shared.web.drafts`), runs the form's view on it once more, shows what it says and takes everything back. The name is
random, so that each window comes back to what was typed in it; a form that is sent anew from there keeps it. What is
no browser is answered at once. What is too long for a cookie, such as a text in six languages, lies sealed in the
database for an hour, and they alone can open it in this browser; so for whoever is signed in, since strangers could
fill the database with it.

Who has tried too often is led there too. Their page runs no view, which would be another try: it says when there can be
one, and sends what was typed by a button.
"""

import hashlib
import math
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict

from shared import answers
from shared.errors import Conflict, TooMany, _
from shared.languages import gettext
from shared.logs import log
from shared.web import drafts, forms, tokens
from shared.web.problems import Problem, status_of
from shared.web.served import talka
from shared.web.transactions import rehearse

ENDING = "/again/"
COOKIE = "talka_again"
NAMED = 16
"""Characters of a page's random name, as `forms.sheet` knows it."""
LARGEST = 3900
"""Characters that every browser keeps as a cookie and its path (RFC 6265: 4096 bytes with all that belongs to it)."""
OK, SEE_OTHER, REDIRECTS, ERRORS = 200, 303, 300, 400
NOW_AGAIN = _("You can try again now.")


class SendOnceMore(Conflict):
    """What could not be taken a moment ago could be taken now, but nothing is done by looking at a page."""

    code = "send-once-more"
    title = _("Please go back and send this once more.")


def place(path: str, name: str = f"<string(length={NAMED}):again>") -> str:
    """The address of the page of this name that answers the form which is sent to `path`; without one, of all such."""
    return f"{path.rstrip('/')}{ENDING}{name}"


def led_there(response: Response, *, look: bool) -> Response:
    """Lead a browser to the address of this answer; with `look` also if nothing was wrong.

    An answer that leads on makes it forget what was typed on the page that the form was sent from. What no cookie can
    hold is laid by for whoever is signed in, and answered at once to others.
    """
    before = forms.sheet()
    if not _navigates():
        return response
    if REDIRECTS <= response.status_code < ERRORS:
        return drafts.forget(response, _here(), COOKIE) if before else response
    wrong = response.status_code >= ERRORS and forms.shown()
    return (_led({}) if wrong or look else None) or response


def led_to_wait(error: TooMany) -> Response:
    """Lead a browser to the page on which what was typed waits for another try. Raises the error for what is none."""
    until = time.time() + error.retry_after
    refusal = {"code": error.code, "title": error.title, "facts": error.facts, "until": until}
    led = _led({"refusal": refusal}) if _navigates() else None
    if led is None:
        raise error
    log().info("refused", code=error.code, status=status_of(TooMany))
    return led


def _here() -> str:
    """The address at which the form that was sent now is shown again."""
    return quote(place(request.path, forms.sheet() or secrets.token_urlsafe(NAMED * 3 // 4)))


def _led(more: dict[str, Any]) -> Response | None:
    """On to the page that has what was typed, and `more`; None if that can be kept nowhere."""
    if request.files:
        return None
    here = _here()
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in forms.OURS]
    there = Response(status=SEE_OTHER, headers={"Location": here + query})
    sealed = drafts.sealed(here, {"typed": typed} | more)
    if len(sealed + here) <= LARGEST:
        return drafts.put(there, here, sealed, COOKIE)
    if tokens.current() is None:
        return None
    with talka().service.database.transaction() as session:
        answers.lay_by(session, _scope(here), sealed)
    return drafts.keep(there, here, {"laid_by": True}, COOKIE)


def shown(view: Callable[[Session], Response], *, look: bool) -> Response:
    """What the view says of what was typed; nothing is changed. Where nothing is kept, it leads to where one began.

    Raises SendOnceMore if what was typed could be taken now.
    """
    here = quote(request.path)
    kept = drafts.kept(here, COOKIE)
    if kept.get("laid_by"):
        with talka().service.database.reading() as session:
            kept = drafts.opened(here, answers.laid_by(session, _scope(here)) or "")
    if not kept:
        return Response(status=SEE_OTHER, headers={"Location": quote(beginning(request.path))})
    if refusal := kept.get("refusal"):
        return _waiting(refusal, kept["typed"])
    request.form = ImmutableMultiDict([(name, value) for name, value in kept["typed"]])
    response = rehearse(view)
    if response.status_code < ERRORS and not (look and response.status_code < REDIRECTS):
        raise SendOnceMore
    return response


def _waiting(refusal: dict[str, Any], typed: list[tuple[str, str]]) -> Response:
    """Why nothing was tried, when it can be, and the button for it; no limit is counted by looking at it."""
    left = math.ceil(refusal["until"] - time.time())
    title, facts = (refusal["title"], refusal["facts"]) if left > 0 else (NOW_AGAIN, {})
    wait = {"Retry-After": str(left)} if left > 0 else {}
    status = status_of(TooMany) if left > 0 else OK
    problem = Problem(status=status, code=refusal["code"], title=gettext(title, **facts), headers=wait)
    return problem.response(
        kept=typed, send_to=request.full_path.replace(request.path, request.path.split(ENDING)[0], 1)
    )


def _scope(here: str) -> bytes:
    """Where something of this browser lies for the page at this address; its random name is known to nobody else."""
    return hashlib.sha256(f"laid by {forms.visitor()} {here}".encode()).digest()


def beginning(path: str) -> str:
    """The nearest page above this address that one can look at: where one came from to send a form there."""
    routes = current_app.create_url_adapter(request)
    while path := path.rpartition("/")[0]:
        if routes is not None and routes.test(path, method="GET"):
            return path
    return "/"


def _navigates() -> bool:
    """Whether the answer is going to be a page in a browser's window, and not what a script asked for."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return mode == "navigate" and "text/html" in request.headers.get("Accept", "")
