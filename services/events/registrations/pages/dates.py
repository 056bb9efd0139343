"""Pages on which organisers move dates, call them off, change their places and undo it: first a look, then the deed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations.domain import entitle
from services.events.programme import operations as programme
from services.events.programme import queries as planned
from services.events.programme.domain import ACCESS_NAMES, SCOPE_NAMES, Scope, check_version
from services.events.programme.schemas import Cancellation, MoveForm, move_as_typed
from services.events.registrations import operations, queries
from services.events.registrations.domain import Links
from services.events.registrations.pages.organising import concerned, shown_event, tried, typed_version
from services.events.registrations.schemas import CapacityForm
from shared.errors import Conflict, DomainError, Invalid, Stale
from shared.languages import gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("dates", url_prefix="/organise")
EDITORS = staff(*programme.EDITORS)
WIDER = (Scope.FOLLOWING, Scope.ALL)


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _own(session: Session, occurrence_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    found, one = planned.event_of_occurrence(session, occurrence_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], programme.EDITORS)
    return found, one


def _scopes(event: dict[str, Any], occurrence_id: UUID, now: datetime) -> list[tuple[Scope, str]]:
    """The scopes that mean different dates, each with its name and how many dates it means; of two alike the wider."""
    dates = {scope: len(planned.dates_meant(event, occurrence_id, scope, now)) for scope in Scope}
    alike = {Scope.FOLLOWING: dates[Scope.FOLLOWING] in {1, dates[Scope.ALL]}, Scope.ALL: dates[Scope.ALL] == 1}
    names = {scope: gettext(SCOPE_NAMES[scope]) for scope in Scope if not alike.get(scope)}
    return [(scope, f"{name} ({dates[scope]})" if scope in WIDER else name) for scope, name in names.items()]


@pages.get("/occurrences/<uuid:occurrence_id>/move", allow=EDITORS)
def moving(session: Session, occurrence_id: UUID) -> Any:
    """The form with the present time and place."""
    found, one = _own(session, occurrence_id)
    return _form(session, found, one, move_as_typed(one), {})


def _form(
    session: Session,
    event: dict[str, Any],
    one: dict[str, Any],
    values: dict[str, Any],
    errors: dict[str, list[str]],
) -> str:
    try:
        scopes = _scopes(event, one["id"], datetime.now(UTC))
    except Conflict:  # it cannot be moved at all, which sending the form says
        scopes = []
    calls = queries.calls(session, event["id"]).get(one["id"], 0)
    facts = {"event": event, "occurrence": one, "calls": calls, "scopes": scopes}
    facts["access_options"] = options(ACCESS_NAMES)
    return render("registrations/move.html", values={"scope": Scope.THIS.value} | values, errors=errors, **facts)


def _refused(session: Session, occurrence_id: UUID, error: DomainError) -> Any:
    """What was typed stays, and may be sent over what somebody else has changed meanwhile, once that is said."""
    found, one = _own(session, occurrence_id)
    values = pages.typed(MoveForm) | {"version": found["version"]}
    return _form(session, found, one, values, pages.errors(error)), 409 if isinstance(error, Stale) else 422


@pages.post("/occurrences/<uuid:occurrence_id>/move/preview", allow=EDITORS, look=True)
def preview_move(session: Session, occurrence_id: UUID) -> Any:
    """Which dates a move would change and how, and who would be told; with `again` the form as it was typed."""
    found, one = _own(session, occurrence_id)
    values, errors = pages.form(MoveForm)
    if errors:
        return _form(session, found, one, values, errors), 422
    if request.args.get("again") is not None:
        return _form(session, found, one, pages.typed(MoveForm), {})
    try:
        check_version(found["version"], values.pop("version"))
        dates = planned.move_planned(found, occurrence_id, now=datetime.now(UTC), **values)
    except (Conflict, Invalid, Stale) as error:
        return _refused(session, occurrence_id, error)
    facts = {"event": found, "occurrence": one, "dates": dates, "typed": pages.typed(MoveForm), "access": ACCESS_NAMES}
    untouched = len(found["occurrences"]) - len(dates)
    facts |= concerned(session, found, dates) | {"untouched": untouched, "wider": values["scope"] in WIDER}
    return render("registrations/move_preview.html", **facts)


@pages.post("/occurrences/<uuid:occurrence_id>/move", allow=EDITORS)
def move(session: Session, occurrence_id: UUID) -> Any:
    """Move the date, and others in a wider scope; everybody concerned is told once."""
    values, errors = pages.form(MoveForm)
    if errors:
        return _form(session, *_own(session, occurrence_id), values, errors), 422
    try:
        event = operations.move_occurrence(session, _links(), tokens.asker(), occurrence_id, **values)
    except (Conflict, Invalid, Stale) as error:
        return _refused(session, occurrence_id, error)
    return redirect(f"/organise/events/{event['id']}?done={'moved' if values['scope'] == Scope.THIS else 'all_moved'}")


@pages.post("/occurrences/<uuid:occurrence_id>/capacity", allow=EDITORS)
def change_capacity(session: Session, occurrence_id: UUID) -> Any:
    """Offer more places or fewer."""
    event_id = _own(session, occurrence_id)[0]["id"]
    values, errors = pages.form(CapacityForm)
    if errors:
        return shown_event(session, event_id, errors, occurrence_id), 422
    return tried(
        session,
        event_id,
        "saved",
        lambda: operations.change_capacity(session, _links(), tokens.asker(), occurrence_id, **values),
        occurrence_id,
    )


@pages.get("/occurrences/<uuid:occurrence_id>/cancel", allow=EDITORS)
def confirm_cancel_occurrence(session: Session, occurrence_id: UUID) -> Any:
    """Ask which dates are called off, unless there is only one; then say which, who is told, and that it stays so."""
    found, one = _own(session, occurrence_id)
    now, wanted = datetime.now(UTC), request.args.get("scope")
    scopes = _scopes(found, occurrence_id, now)
    chosen = Scope(wanted) if wanted in list(Scope) else Scope.THIS if len(scopes) == 1 else None
    facts: dict[str, Any] = {"event": found, "occurrence": one, "scopes": scopes, "scope": chosen}
    if chosen is not None:
        dates = planned.dates_meant(found, occurrence_id, chosen, now)
        facts |= {"dates": dates, **concerned(session, found, dates)}
    return render("registrations/cancel_dates.html", **facts)


@pages.post("/occurrences/<uuid:occurrence_id>/cancel", allow=EDITORS)
def cancel_occurrence(session: Session, occurrence_id: UUID) -> Any:
    """Call one date off, or several."""
    event_id = _own(session, occurrence_id)[0]["id"]
    values, errors = pages.form(Cancellation)
    if errors:
        raise Invalid(errors)
    return tried(
        session,
        event_id,
        "date_cancelled" if values["scope"] == Scope.THIS else "dates_cancelled",
        lambda: operations.cancel_occurrence(session, _links(), tokens.asker(), occurrence_id, **values),
    )


@pages.post("/events/<uuid:event_id>/undo", allow=EDITORS)
def undo(session: Session, event_id: UUID) -> Any:
    """Bring back what the last change replaced."""
    version = typed_version()
    return tried(
        session,
        event_id,
        "undone",
        lambda: operations.undo_change(session, _links(), tokens.asker(), event_id, version),
    )
