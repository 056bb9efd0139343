"""A proved case: what is kept, its file, its erasure, and what that has left."""

import json
from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for
from sqlalchemy.orm import Session

from services.notifications.privacy import queries
from services.notifications.privacy.domain.cases import State
from services.notifications.privacy.domain.words import fact_name, kind_name, part_name, read_moment, said, why_left
from services.notifications.privacy.operations.erasing import ask_erasure
from services.notifications.privacy.pages.proof import PATH, proved
from services.notifications.privacy.schemas import ErasureWish
from shared.errors import NotFound
from shared.web import drafts
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("privacy_own", __name__, url_prefix=PATH)
WRONG, GONE = 422, 410


@pages.get("/yours", allow=anyone)
def yours(session: Session) -> Any:
    """How many of what is kept, or what an erasure has left."""
    return _yours(session, {})


@pages.post("/yours", allow=anyone)
def erase(session: Session) -> Any:
    """Have everything erased."""
    _loaded, errors = pages.form(ErasureWish)
    if errors:
        return _yours(session, errors)[0], WRONG
    if (case_id := proved()) is None:
        return redirect(url_for("privacy.ask"))
    ask_erasure(session, case_id)
    return redirect(url_for("privacy_own.yours"))


@pages.get("/file", allow=anyone)
def file(session: Session) -> Response:
    """All of it as one file, with readable names. What is not there yet is named."""
    found = _open(session)
    if found is None:
        return redirect(url_for("privacy_own.yours"))
    answer = Response(json.dumps(_export(found), ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=talka.json"
    return answer


@pages.get("/print", allow=anyone)
def printed(session: Session) -> Any:
    """All of it as a page to read and to print."""
    found = _open(session)
    if found is None:
        return redirect(url_for("privacy_own.yours"))
    words = {"kind": kind_name, "fact": fact_name, "part": part_name, "at": read_moment, "said": said}
    return render("privacy/print.html", found=found, zone=talka().service.settings.zone, **words)


@pages.post("/close", allow=anyone)
def close(session: Session) -> Response:  # noqa: ARG001 - the cookie is all there is
    """Let this browser show it no more: others may use it too."""
    return drafts.forget(redirect(url_for("privacy.ask")), PATH)


def _open(session: Session) -> queries.Seen | None:
    """The proved case while it shows what is kept."""
    found = _seen(session)
    return found if found and found.case.state == State.OPEN else None


def _seen(session: Session) -> queries.Seen | None:
    case_id = proved()
    try:
        return queries.seen(session, case_id) if case_id else None
    except NotFound:
        return None


def _yours(session: Session, errors: dict[str, list[str]]) -> tuple[str, int]:
    found = _seen(session)
    if found is None:
        return render("privacy/gone.html"), GONE
    names = {"kind": kind_name, "why": why_left, "part": part_name}
    return render("privacy/yours.html", found=found, errors=errors, **names), 200


def _export(found: queries.Seen) -> dict[str, Any]:
    return {
        "about": found.case.address,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "not_there_yet": found.missing,
        "kept": [
            {"what": one["what"]} | {fact["name"]: fact["value"] for fact in one["facts"]} for one in found.things
        ],
    }
