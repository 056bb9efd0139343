"""The coordinators' pages: all requests, a new one, one with all that is known of it, and how a volunteer helps."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.matching import ALREADY_ASKED, BY_HAND
from services.volunteers.assistance.domain.states import MOVES, Act, State
from services.volunteers.assistance.domain.visits import may_be_told
from services.volunteers.assistance.operations import calling, choosing, closing, repeating
from services.volunteers.assistance.operations.asking import approve, ask_as_staff
from services.volunteers.assistance.operations.helping import record_document
from services.volunteers.assistance.operations.overseeing import read_helper, read_request
from services.volunteers.assistance.operations.reaching import note_called
from services.volunteers.assistance.operations.visits import read_report
from services.volunteers.assistance.pages.asking import FIELDS
from services.volunteers.assistance.pages.speaking import SAID, choices, links
from services.volunteers.assistance.queries import helping, requests
from services.volunteers.assistance.queries.partners import asked_of
from services.volunteers.assistance.schemas.acting import (
    ENDS,
    Approval,
    Blocked,
    CallAnswered,
    Choice,
    DocumentSeen,
    NewEnd,
    StopOfSeries,
)
from services.volunteers.assistance.schemas.asking import RequestForm
from services.volunteers.shifts.domain import COORDINATORS
from shared.database import moment
from shared.errors import Conflict, DomainError, Gone, Invalid, NotFound
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff

pages = Pages("requests", url_prefix="/volunteer")

PAGE = 20
SHOWN = 30
"""Of volunteers who fit, and of those who do not, a page shows no more."""
WRONG, REFUSED = 422, 409
coordinator = staff(*COORDINATORS)


@pages.get("/requests/", allow=coordinator)
def board_page(session: Session) -> str:
    """All requests of the own organisations: alarms first, then what waits for somebody."""
    wanted = request.args.get("state", "")
    state = wanted if wanted in set(State) else None
    after = place(request.args.get("after"))
    found, more = requests.board(session, _organisations(), limit=PAGE, state=state, after=after)
    facts = {"states": [(str(one), one.label) for one in State], "asks": asked_of(session, _organisations())}
    facts |= {"found": found, "more": cursor(more), "chosen": {"state": state}, "now": moment(session)}
    return render("assistance/board.html", **facts, **SAID)


@pages.get("/requests/new", allow=coordinator)
def new_request_form(session: Session) -> str:
    """The form of a social worker who has the person on the phone."""
    return _form(session, {"language": "lt", "prefers_gender": "none"}, {})


@pages.post("/requests/new", allow=coordinator)
def enter_request(session: Session) -> Any:
    """Enter the request; volunteers are asked at once, at night in the morning."""
    values, errors = pages.form(RequestForm)
    if not errors:
        try:
            if values["organisation_id"] not in _organisations():
                raise NotFound
            made = ask_as_staff(session, links(), tokens.asker().id, values)
        except Invalid as error:
            session.rollback()
            errors = {FIELDS.get(name, name): said for name, said in pages.errors(error).items()}
        else:
            return _to(made.id, "entered")
    return _form(session, pages.typed(RequestForm), errors), WRONG


def _form(session: Session, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    names = {one.id: one.name for one in helping.organisations(session)}
    own = [(str(one), names.get(one, str(one))) for one in _organisations()]
    return render("assistance/new.html", values=values, errors=errors, organisations=own, **choices())


@pages.get("/requests/<uuid:request_id>", allow=coordinator)
def whole_page(session: Session, request_id: UUID) -> str:
    """One request with its history, whom we asked, who fits and who does not; the look is noted in the audit."""
    return _whole(session, request_id)


def _whole(session: Session, request_id: UUID, refusal: DomainError | None = None, **typed: Any) -> str:
    whole = read_request(session, tokens.asker().id, request_id, _organisations())
    state, now, starts_at = State(whole.request.state), moment(session), whole.request.starts_at
    facts = {
        "whole": whole,
        "one": whole.request,
        "unfit": [(who, reason) for who, reason in whole.unfit if reason not in ALREADY_ASKED],
        "can": {str(act) for before, act in MOVES if before == state and may_be_told(act, state, now, starts_at)},
        "now": now,
        "refusal": refusal,
        "said": request.args.get("said"),
        "shown": SHOWN,
        "by_hand": BY_HAND,
        "link": links().request(request_id),
        "values": {},
        "errors": {},
    }
    return render("assistance/whole.html", **facts | typed, **choices(), **SAID)


def _to(request_id: UUID, said: str) -> Any:
    return redirect(url_for("requests.whole_page", request_id=request_id, said=said))


def _acted(session: Session, request_id: UUID, said: str, act: Any) -> Any:
    """Do it and lead back to the page, which says so; or say there why it cannot be."""
    try:
        act()
    except (Conflict, Gone, Invalid) as error:
        session.rollback()
        return _whole(session, request_id, error), REFUSED
    return _to(request_id, said)


@pages.post("/requests/<uuid:request_id>/approve", allow=coordinator)
def say_yes(session: Session, request_id: UUID) -> Any:
    """Approve what a stranger asked; now volunteers are asked."""
    values, errors = pages.form(Approval)
    if errors:
        return _whole(session, request_id, Invalid(errors)), WRONG
    who, theirs = tokens.asker().id, _organisations()
    return _acted(session, request_id, "approved", lambda: approve(session, links(), who, request_id, theirs, **values))


@pages.post("/requests/<uuid:request_id>/called", allow=coordinator)
def called(session: Session, request_id: UUID) -> Any:
    """Note that one has called the person, whom no message reached."""
    note_called(session, tokens.asker().id, request_id, _organisations())
    return _to(request_id, "called")


@pages.post("/requests/<uuid:request_id>/read", allow=coordinator)
def report_read(session: Session, request_id: UUID) -> Any:
    """Note that one has read what a helper reports."""
    read_report(session, tokens.asker().id, request_id, _organisations())
    return _to(request_id, "read")


@pages.post("/requests/<uuid:request_id>/call-answered", allow=coordinator)
def call_answered(session: Session, request_id: UUID) -> Any:
    """Say what was done about a helper's call for help."""
    values, errors = pages.form(CallAnswered)
    if errors:
        return _whole(session, request_id, values=values, errors=errors), WRONG
    calling.answer_call(session, tokens.asker().id, request_id, _organisations(), values["note"])
    return _to(request_id, "answered")


@pages.post("/requests/<uuid:request_id>/end", allow=coordinator)
def end_request(session: Session, request_id: UUID) -> Any:
    """Cancel it, or say how it ended."""
    values, errors = pages.form(NewEnd)
    if errors:
        return _whole(session, request_id, Invalid(errors)), WRONG
    who, act, reason = tokens.asker().id, ENDS[values["outcome"]], values["reason"]
    end = {"act": Act(act), "reason": reason}
    theirs = _organisations()
    return _acted(session, request_id, "ended", lambda: closing.close(session, links(), who, request_id, theirs, **end))


@pages.post("/requests/<uuid:request_id>/stop-series", allow=coordinator)
def stop_series(session: Session, request_id: UUID) -> Any:
    """End the weekly request to which this one belongs."""
    values, errors = pages.form(StopOfSeries)
    if errors:
        return _whole(session, request_id, Invalid(errors)), WRONG
    who, theirs = tokens.asker().id, _organisations()
    return _acted(
        session, request_id, "ended", lambda: repeating.stop(session, links(), who, request_id, theirs, **values)
    )


@pages.post("/requests/<uuid:request_id>/offers", allow=coordinator)
def choose(session: Session, request_id: UUID) -> Any:
    """Ask a volunteer by name, or note that they have promised on the phone."""
    values, errors = pages.form(Choice)
    if errors:
        return _whole(session, request_id, Invalid(errors)), WRONG
    who, theirs = tokens.asker().id, _organisations()
    said = "promised" if values["said_yes"] else "chosen"
    return _acted(
        session,
        request_id,
        said,
        lambda: choosing.choose(session, links(), who, request_id, organisations=theirs, **values),
    )


@pages.post("/requests/<uuid:request_id>/blocked", allow=coordinator)
def block(session: Session, request_id: UUID) -> Any:
    """Ask this volunteer no more for this person, who wishes for somebody else."""
    values, errors = pages.form(Blocked)
    if errors:
        return _whole(session, request_id, Invalid(errors)), WRONG
    who, theirs, volunteer_id = tokens.asker().id, _organisations(), values["volunteer_id"]
    return _acted(
        session, request_id, "blocked", lambda: choosing.block(session, links(), who, request_id, volunteer_id, theirs)
    )


@pages.post("/requests/<uuid:request_id>/unblocked", allow=coordinator)
def unblock(session: Session, request_id: UUID) -> Any:
    """Let this volunteer be asked for this person again."""
    values, errors = pages.form(Blocked)
    if errors:
        return _whole(session, request_id, Invalid(errors)), WRONG
    who, theirs, volunteer_id = tokens.asker().id, _organisations(), values["volunteer_id"]
    return _acted(
        session, request_id, "unblocked", lambda: choosing.unblock(session, who, request_id, volunteer_id, theirs)
    )


@pages.post("/requests/<uuid:request_id>/offers/<uuid:offer_id>/release", allow=coordinator)
def release(session: Session, request_id: UUID, offer_id: UUID) -> Any:
    """Take back the promise of a helper who has called and cannot come."""
    who, theirs = tokens.asker().id, _organisations()
    return _acted(
        session,
        request_id,
        "released",
        lambda: choosing.let_go(session, links(), who, request_id, offer_id, theirs),
    )


@pages.get("/helpers/<uuid:volunteer_id>", allow=coordinator)
def helper_page(session: Session, volunteer_id: UUID) -> str:
    """How a volunteer helps, and which documents were looked at; the look is noted in the audit."""
    return _helper(session, volunteer_id, {}, {}, "")


def _helper(
    session: Session, volunteer_id: UUID, values: dict[str, Any], errors: dict[str, list[str]], kind: str
) -> str:
    seen = read_helper(session, tokens.asker().id, volunteer_id, _organisations())
    facts = {"seen": seen, "saved": "saved" in request.args, "kind": kind}
    return render("assistance/helper.html", values=values, errors=errors, **facts, **choices(), **SAID)


@pages.post("/helpers/<uuid:volunteer_id>/documents/<kind>", allow=coordinator)
def document_seen(session: Session, volunteer_id: UUID, kind: str) -> Any:
    """Note that one has looked at a document."""
    if kind not in set(Document):
        raise NotFound
    values, errors = pages.form(DocumentSeen)
    if errors:
        return _helper(session, volunteer_id, values, errors, kind), WRONG
    who, theirs = tokens.asker().id, _organisations()
    record_document(session, who, volunteer_id, theirs, kind=Document(kind), **values)
    return redirect(url_for("requests.helper_page", volunteer_id=volunteer_id, saved=1))


def _organisations() -> list[UUID]:
    """Those in which the asker may look after requests."""
    return tokens.asker().organisations(*COORDINATORS)
