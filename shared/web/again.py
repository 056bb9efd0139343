"""A page that answers a form gets an address of its own: what could not be taken, and what is only looked at.

A browser can neither load nor go back to a page that it got for a form without sending the form again, nor show it in
another language. So it is led to `…/again/<name>`, which finds what was typed sealed in the browser
(`shared.web.drafts`), runs the form's view on it once more, shows what it says and takes everything back. The name is
random, so that each window comes back to what was typed in it; a form that is sent anew from there keeps it. What is
no browser is answered at once. What is too long for a cookie, such as a text in six languages, lies sealed in the
database for an hour, and they alone can open it in this browser; so for whoever is signed in, since strangers could
fill the database with it.
"""

import hashlib
import secrets
from collections.abc import Callable
from urllib.parse import quote

from flask import Response, current_app, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict

from shared import answers
from shared.errors import Conflict, _
from shared.web import drafts, forms, tokens
from shared.web.served import talka
from shared.web.transactions import rehearse

ENDING = "/again/"
COOKIE = "talka_again"
NAMED = 16
"""Characters of a page's random name, as `forms.sheet` knows it."""
LARGEST = 3900
"""Characters that every browser keeps as a cookie and its path (RFC 6265: 4096 bytes with all that belongs to it)."""
SEE_OTHER, REDIRECTS, ERRORS = 303, 300, 400


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
    here = quote(place(request.path, before or secrets.token_urlsafe(NAMED * 3 // 4)))
    if not _navigates():
        return response
    if REDIRECTS <= response.status_code < ERRORS:
        return drafts.forget(response, here, COOKIE) if before else response
    wrong = response.status_code >= ERRORS and forms.shown()
    if request.files or not (wrong or look):
        return response
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in forms.OURS]
    there = Response(status=SEE_OTHER, headers={"Location": here + query})
    sealed = drafts.sealed(here, {"typed": typed})
    if len(sealed + here) <= LARGEST:
        return drafts.put(there, here, sealed, COOKIE)
    if tokens.current() is None:
        return response
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
    request.form = ImmutableMultiDict([(name, value) for name, value in kept["typed"]])
    response = rehearse(view)
    if response.status_code < ERRORS and not (look and response.status_code < REDIRECTS):
        raise SendOnceMore
    return response


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
