"""The page behind each problem's `type`: what has happened and what to do, for people and for who writes programmes.

What there is, of all services, stands in `problem_types.json`, which `make catalogues` writes out of the code.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from shared.errors import NotFound, _
from shared.languages import current, gettext
from shared.web.pages import Pages, render
from shared.web.rules import anyone

FILE = Path(__file__).with_name("problem_types.json")
PLACEHOLDER = re.compile(r"\{\w+\}")
TO_DO = {
    400: _("Look at the address, the headers and the JSON of the request. Nothing was changed."),
    401: _("Sign in, or send a token that still holds, and send the request again. Nothing was changed."),
    403: _("Whoever has the right to it can do it, or give it to you. Nothing was changed."),
    404: _("Look whether the address is complete. What others keep is answered like what does not exist."),
    405: _("The header Allow says what this address allows. Nothing was changed."),
    409: _("Read how it stands now, and send the request again if it still makes sense. Nothing was changed."),
    410: _("It was good once. Ask for a new link, code or offer. Nothing was changed."),
    412: _("Read it again, change what it says now, and send the new ETag in If-Match. Nothing was changed."),
    413: _("Send less at once, in parts if need be. Nothing was changed."),
    415: _("Send JSON with the header Content-Type: application/json. Nothing was changed."),
    422: _("Look at errors for what is wrong, by field. Correct it and send the request again. Nothing was changed."),
    428: _("Read it first, and send the ETag you got in If-Match. Nothing was changed."),
    429: _("Wait as many seconds as the header Retry-After says, and send the request again. Nothing was changed."),
    500: _("It is our mistake. Send the request again later with the same Idempotency-Key: nothing is done twice."),
    503: _("Wait as many seconds as the header Retry-After says. With the same Idempotency-Key nothing is done twice."),
}
"""Status -> what somebody does who gets such a problem."""
pages = Pages("problem_types", __name__)


@cache
def known() -> dict[str, dict[str, Any]]:
    """Code -> status and title by language, of every service."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return found


@pages.get("/problems/", allow=anyone, public=True)
def problem_types(_session: Session) -> str:
    """Every kind of problem, in the order of codes."""
    return render("problem_types.html", types={code: _title(one) for code, one in known().items()})


@pages.get("/problems/<code>", allow=anyone, public=True)
def problem_type(_session: Session, code: str) -> str:
    """One kind. Raises NotFound."""
    one = known().get(code)
    if one is None:
        raise NotFound
    to_do = TO_DO[one["status"]]
    return render("problem_type.html", code=code, status=one["status"], called=_title(one), to_do=gettext(to_do))


def _title(one: dict[str, Any]) -> str:
    """What is said of it in the asker's language; what differs from time to time is left open."""
    title: str = one["title"][current()]
    return PLACEHOLDER.sub("…", title)
