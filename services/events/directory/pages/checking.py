"""Pages for those who offer a service, by a one-use link and without an account: whether an entry still holds."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import (
    FIELDS,
    STATUS_NAMES,
    WRITTEN,
    CheckIsOver,
    field_of,
    key,
    openings,
    plain,
)
from services.events.directory.pages.hours import labels, place_named, week_options
from services.events.directory.pages.public import WORDS, as_of_now
from services.events.directory.schemas import check_form
from shared.errors import Invalid
from shared.languages import DEFAULT, NAMES, gettext
from shared.web import speaking
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.speaking import options

pages = Pages("directory_checks", url_prefix="/directory/checks")
TRIES = (Limited("directory-check", most=60, seconds=3600),)
"""Far more than anybody needs who has a link, far fewer than guessing one would take."""


@pages.get("/<token>", allow=anyone)
def check(session: Session, token: str) -> Any:
    """What the entry says now, with one tap that it holds; after an answer, what came of it."""
    return _shown(session, token)


@pages.post("/<token>/confirm", allow=anyone, limits=TRIES)
def confirm(session: Session, token: str) -> Any:
    """All of it still holds."""
    _language(session, token)
    try:
        operations.confirm_by_link(session, token)
    except CheckIsOver:
        return redirect(f"/directory/checks/{token}")
    return redirect(f"/directory/checks/{token}")


@pages.get("/<token>/change", allow=anyone)
def change(session: Session, token: str) -> Any:
    """The facts that people need, to be corrected."""
    found = _language(session, token)
    if not found["is_open"]:
        return redirect(f"/directory/checks/{token}")
    entry = queries.entry(session, found["service_id"])
    hours = {field_of(name, one.key): rows for one in openings(entry) for name, rows in one.week.items()}
    return _form(session, token, plain(entry) | hours, {})


@pages.post("/<token>/change", allow=anyone, limits=TRIES)
def propose(session: Session, token: str) -> Any:
    """Keep the correction until it is approved."""
    found = _language(session, token)
    schema = check_form(one.key for one in openings(queries.entry(session, found["service_id"])))
    values, errors = pages.form(schema)
    if errors:
        return _form(session, token, values, errors), 422
    try:
        operations.propose_edit(session, token, values)
    except Invalid as error:  # NothingHasChanged too
        return _form(session, token, pages.typed(schema), pages.errors(error)), 422
    except CheckIsOver:
        return redirect(f"/directory/checks/{token}")
    return redirect(f"/directory/checks/{token}")


def _language(session: Session, token: str) -> dict[str, Any]:
    """What a link leads to; from here on the page speaks its reader's language. Raises NotFound."""
    found = queries.check_by_token(session, token)
    speaking.prefer(found["language"])
    return found


def _shown(session: Session, token: str) -> Any:
    found = _language(session, token)
    entry = queries.entry(session, found["service_id"])
    facts = {"service": as_of_now(entry), "token": token, "check": found, **WORDS}
    if found["is_open"]:
        facts["is_shown"] = queries.is_shown(session, found["service_id"])
        return render("directory/check.html", facts=_said(plain(entry)), **facts)
    status = 200 if found["answer"] in {"confirmed", "corrected"} else 410
    left = _left(entry, found) if found["state"] == "approved" else []
    facts |= {"left": left, "is_shown": queries.is_shown(session, found["service_id"])}
    return render("directory/answered.html", over=CheckIsOver.title, **facts), status


def _left(entry: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What the facts of a correction are called that were not taken over; of old corrections nobody knows."""
    taken = found["facts"] if found["taken"] is None else found["taken"]
    return [label for name, label in labels(entry).items() if name in found["facts"] and name not in taken]


def _said(facts: dict[str, str]) -> list[tuple[str, str, str]]:
    """The facts that are there: what each is called, what it says, and its language if it is written in one."""
    shown = facts | {"status": gettext(STATUS_NAMES.get(facts["status"], facts["status"]))}
    return [
        (gettext(label), shown[name], DEFAULT if name in WRITTEN else "")
        for name, label in FIELDS.items()
        if shown[name]
    ]


def _form(session: Session, token: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = queries.check_by_token(session, token)
    entry = queries.entry(session, found["service_id"])
    statuses = options(STATUS_NAMES)
    facts = {"service": entry, "token": token, "labels": FIELDS, "status_options": statuses, **WORDS}
    facts["places"] = [(one.key, place_named(one), _touched(one.key, errors)) for one in openings(entry)]
    facts |= {"names": NAMES, "key_of": key, "day_options": week_options()}
    facts["has_address"] = bool(plain(entry)["address"]) or "address" in request.form
    return render("directory/change.html", values=values, errors=errors, **facts)


def _touched(place: str, errors: dict[str, list[str]]) -> bool:
    """Whether something is wrong with the hours of a place, which are folded away otherwise."""
    return any(place in name for name in errors)
