"""The texts of an event in one language beside those in Lithuanian, for whoever translates or checks them."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations.domain import entitle
from services.events.programme import operations, queries
from services.events.programme.domain import SOURCE, TEXTS, check_open
from services.events.programme.schemas import TextsForm
from shared.errors import Conflict, Invalid, Stale
from shared.languages import LANGUAGES, NAMES
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff

pages = Pages("texts", url_prefix="/organise")
EDITORS = staff(*operations.EDITORS)
OTHERS = tuple(tag for tag in LANGUAGES if tag != SOURCE)


@pages.get("/events/<uuid:event_id>/texts", allow=EDITORS)
def texts(session: Session, event_id: UUID) -> Any:
    """The texts in Lithuanian and in the language that `in` names; without one, in the first that still wants some."""
    found = _own(session, event_id)
    language = _meant(found)
    values = {name: found[name].get(language) for name in TEXTS}
    return _beside(found, language, values | {"machine_made": language in found["machine_made"]}, {})


def _own(session: Session, event_id: UUID) -> dict[str, Any]:
    found = queries.event(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.EDITORS)
    check_open(found["state"])
    return found


def _meant(event: dict[str, Any]) -> str:
    wanted = request.args.get("in")
    unsure = {*event["machine_made"], *event["outdated"]}
    wanting = [tag for tag in OTHERS if tag not in event["title"] or tag in unsure]
    return wanted if wanted in OTHERS else (wanting or OTHERS)[0]


def _beside(event: dict[str, Any], language: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    done = "" if errors else request.args.get("done", "")
    facts = {"event": event, "told_in": language, "source": SOURCE, "others": OTHERS, "names": NAMES, "done": done}
    return render("programme/texts.html", values=values, errors=errors, **facts)


@pages.post("/events/<uuid:event_id>/texts", allow=EDITORS)
def write(session: Session, event_id: UUID) -> Any:
    """Write them; who saves them with the button for it has checked what a machine made."""
    found = _own(session, event_id)
    language = _meant(found)
    values, errors = pages.form(TextsForm)
    if errors:
        return _beside(found, language, values, errors), 422
    values["machine_made"] = not values["checked"] and values["machine_made"]
    try:
        operations.write_texts(session, tokens.asker(), event_id, language=language, **values)
    except (Conflict, Invalid, Stale) as error:
        typed = pages.typed(TextsForm) | {"version": found["version"]}
        return _beside(found, language, typed, pages.errors(error)), 422 if isinstance(error, Invalid) else 409
    return redirect(f"/organise/events/{event_id}/texts?in={language}&done=saved")
