"""Pages for staff: the kiosks of their organisations, who wants to be called, and what was counted."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.directory.queries import narrowing
from services.events.kiosk import operations, queries
from services.events.kiosk.domain import CALL_STATES, DOOR_NAMES, WHAT_NAMES, Call, CallIsAnswered, months_back
from services.events.kiosk.operations import EDITORS
from services.events.kiosk.pages.asking import WISH_NAMES
from services.events.kiosk.schemas import MonthQuery, NewKiosk
from services.events.organisations.domain import HELPERS
from services.events.organisations.queries import organisations
from shared.errors import _
from shared.languages import NAMES, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.sheets import Cell, sheet

pages = Pages("kiosks", url_prefix="/organise/kiosks")
KEEPERS = staff(*EDITORS)
READERS = staff(*HELPERS)
PAGE = 20
DONE = {
    "ended": _("The kiosk is ended. Its device shows the public pages alone."),
    "done": _("Noted: called."),
    "not_reached": _("Noted: not reached. The wish stays in the list."),
}
"""What has just been done, as the page's address says it in `done` -> what people read of it."""
COLUMNS = (_("Day"), _("Kiosk"), _("Language"), _("What happened"), _("Which"), _("How often"))


def _done() -> str:
    said = DONE.get(request.args.get("done", ""))
    return gettext(said) if said else ""


@pages.get("/", allow=READERS)
def every(session: Session) -> Any:
    """The kiosks of the asker's organisations."""
    return _every(session, {}, {})


@pages.post("/", allow=KEEPERS)
def register(session: Session) -> Any:
    """Register a kiosk, and show the code that pairs its device this one time."""
    values, errors = pages.form(NewKiosk)
    if errors:
        return _every(session, values, errors), 422
    made = operations.register_kiosk(session, tokens.asker(), **values)
    return _code(made)


@pages.post("/<uuid:kiosk_id>/code", allow=KEEPERS)
def renew(session: Session, kiosk_id: UUID) -> Any:
    """Show a new pairing code."""
    return _code(operations.renew_code(session, tokens.asker(), kiosk_id))


@pages.post("/<uuid:kiosk_id>/end", allow=KEEPERS)
def end(session: Session, kiosk_id: UUID) -> Any:
    """End a kiosk."""
    operations.end_kiosk(session, tokens.asker(), kiosk_id)
    return redirect("/organise/kiosks/?done=ended")


def _code(made: dict[str, Any]) -> str:
    return render("kiosk/code.html", made=made, link=f"{talka().service.settings.public_url}/kiosk/lt/pair")


def _every(session: Session, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    asker = tokens.asker()
    found, more = queries.kiosks(
        session, asker.organisations(*HELPERS), limit=PAGE, after=place(request.args.get("after"))
    )
    own = organisations(session, asker.organisations(*EDITORS))
    return render(
        "kiosk/kiosks.html",
        kiosks=found,
        more=cursor(more),
        keeping=[one["id"] for one in own],
        organisation_options=[(one["id"], one["name"]) for one in own],
        values=values,
        errors=errors,
        done=_done(),
    )


@pages.get("/calls", allow=READERS)
def calls(session: Session) -> Any:
    """Who wants to be called, the longest waiting first; or who was; the look is noted in the audit."""
    return _calls(session, {})


@pages.post("/calls/<uuid:call_id>/<any(done, not_reached):state>", allow=READERS)
def answer(session: Session, call_id: UUID, state: str) -> Any:
    """Note that somebody was called, or not reached."""
    try:
        operations.answer_call(session, tokens.asker(), call_id, Call(state))
    except CallIsAnswered as answered:
        return _calls(session, pages.errors(answered)), 409
    return redirect(f"/organise/kiosks/calls?done={state}")


def _calls(session: Session, errors: dict[str, list[str]]) -> str:
    answered = request.args.get("show") == "called"
    after = place(request.args.get("after"))
    found, more = operations.read_calls(session, tokens.asker(), answered=answered, limit=PAGE, after=after)
    return render(
        "kiosk/calls.html",
        calls=found,
        more=cursor(more),
        answered=answered,
        states=CALL_STATES,
        targets=dict(narrowing(session)[0]),
        names=NAMES,
        errors=errors,
        done=_done() if not errors else "",
    )


def _month(zone: str) -> tuple[date, list[date]]:
    """The month that the address asks for, this one if it asks for none, and those to choose from."""
    today = datetime.now(ZoneInfo(zone)).date()
    asked = request.args.get("month", "")
    wrong = MonthQuery().validate({"month": asked})
    return today.replace(day=1) if wrong else date.fromisoformat(f"{asked}-01"), months_back(today)


@pages.get("/report", allow=READERS)
def report(session: Session) -> Any:
    """A month's counts, without persons, and the words that found nothing."""
    month, months = _month(talka().service.settings.zone)
    found = queries.report(session, tokens.asker().organisations(*HELPERS), month)
    named = {"whats": WHAT_NAMES, "doors": DOOR_NAMES, "wishes": WISH_NAMES, "names": NAMES}
    heads = [gettext(COLUMNS[1]), *map(gettext, WHAT_NAMES.values())]
    return render("kiosk/report.html", report=found, months=months, month_shown=month, heads=heads, **named)


@pages.get("/report.csv", allow=READERS)
def report_csv(session: Session) -> Response:
    """The same month as a table for a spreadsheet, one row for each count."""
    month, _months = _month(talka().service.settings.zone)
    head: list[Cell] = [gettext(column) for column in COLUMNS]
    counted = queries.counted_days(session, tokens.asker().organisations(*HELPERS), month)
    return sheet(f"kiosks-{month:%Y-%m}.csv", [head, *counted])
