"""A page that answers a form gets an address of its own: what could not be taken, and what is only looked at.

A browser can neither load nor go back to a page that it got for a form without sending the form again, nor show it in
another language. So it is led to `…/again`, which finds what was typed sealed in the browser (`shared.web.drafts`),
runs the form's view on it once more, shows what it says and takes everything back. What is no browser is answered
at once.
"""

from collections.abc import Callable
from urllib.parse import quote

from flask import Response, current_app, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict

from shared.errors import Conflict, _
from shared.web import drafts, forms
from shared.web.transactions import rehearse

ENDING = "/again"
COOKIE = "talka_again"
LARGEST = 3900
"""Characters that every browser keeps as a cookie and its path (RFC 6265: 4096 bytes with all that belongs to it)."""
SEE_OTHER, REDIRECTS, ERRORS = 303, 300, 400


class SendOnceMore(Conflict):
    """What could not be taken a moment ago could be taken now, but nothing is done by looking at a page."""

    code = "send-once-more"
    title = _("Please go back and send this once more.")


def place(path: str) -> str:
    """The address of the page that answers the form which is sent to `path`."""
    return path.rstrip("/") + ENDING


def led_there(response: Response, *, look: bool) -> Response:
    """Lead a browser to the address of this answer; with `look` also if nothing was wrong.

    An answer that leads on makes it forget what was typed before. What no cookie can hold is answered at once.
    """
    here = quote(place(request.path))
    if not _navigates():
        return response
    if REDIRECTS <= response.status_code < ERRORS:
        return drafts.forget(response, here, COOKIE)
    wrong = response.status_code >= ERRORS and forms.shown()
    if request.files or not (wrong or look):
        return response
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in forms.OURS]
    there = Response(status=SEE_OTHER, headers={"Location": here + query})
    sealed = drafts.sealed(here, {"typed": typed})
    return drafts.put(there, here, sealed, COOKIE) if len(sealed + here) <= LARGEST else response


def shown(view: Callable[[Session], Response], *, look: bool) -> Response:
    """What the view says of what was typed; nothing is changed. Where nothing is kept, it leads to where one began.

    Raises SendOnceMore if what was typed could be taken now.
    """
    kept = drafts.kept(quote(request.path), COOKIE)
    if not kept:
        return Response(status=SEE_OTHER, headers={"Location": quote(beginning(request.path))})
    request.form = ImmutableMultiDict([(name, value) for name, value in kept["typed"]])
    response = rehearse(view)
    if response.status_code < ERRORS and not (look and response.status_code < REDIRECTS):
        raise SendOnceMore
    return response


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
