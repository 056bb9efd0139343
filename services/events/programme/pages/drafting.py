"""Pages on which organisers make events, change them and look at them as people will."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import marshmallow as ma
from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Session

from services.events.organisations.domain import HELPERS, Role, entitle
from services.events.organisations.queries import organisations
from services.events.programme import operations, queries
from services.events.programme.domain import ACCESS_NAMES, KIND_NAMES, SPOKEN, STATE_NAMES, State, check_published
from services.events.programme.pages.dates import weeks_on
from services.events.programme.pages.public import told
from services.events.programme.schemas import (
    MOST_DATES,
    ZONE,
    AnotherDateForm,
    DraftForm,
    EventForm,
    FactsForm,
    another_as_typed,
    as_typed,
    field_name,
    fits_the_form,
    work_fits_the_form,
)
from shared.errors import Conflict, DomainError, Invalid, Stale
from shared.languages import LANGUAGES, NAMES, chosen, current, using
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("drafting", url_prefix="/organise")
EDITORS = staff(*operations.EDITORS)
PAGE = 20
NEAR = timedelta(days=7)
SPARE_DATES = 4
"""Empty lines for dates in a form, beside those that are filled."""


@pages.get("/", allow=staff())
def overview(session: Session) -> Any:
    """What is on today and in the days to come, then the organiser's events, newest first."""
    own, zone = tokens.asker().roles, ZoneInfo(talka().service.settings.zone)
    after = place(request.args.get("after"))
    found, more = queries.events_of(session, own, limit=PAGE, after=after)
    midnight = datetime.combine(datetime.now(zone).date() + timedelta(days=1), time(), zone)
    ahead = [] if after else queries.dates_ahead(session, own, midnight + NEAR)
    soon = {
        "today": [one for one in ahead if one["starts_at"] < midnight],
        "later": [one for one in ahead if one["starts_at"] >= midnight],
        "first": not after,
    }
    soon |= {"planning": tokens.asker().organisations(*operations.EDITORS)}
    soon |= {"helping": tokens.asker().organisations(*HELPERS), "owning": tokens.asker().organisations(Role.OWNER)}
    named = {"kinds": KIND_NAMES, "states": STATE_NAMES, "names": NAMES}
    return render("programme/overview.html", events=found, more=cursor(more), **soon, **named)


@pages.get("/events/new", allow=EDITORS)
def new_event(session: Session) -> Any:
    """An empty form, or one filled from the event in `copy`, its dates on the same days of later weeks."""
    copied = request.args.get("copy", type=UUID)
    values = as_typed(queries.event(session, copied, tokens.current())) if copied else {}
    rows = values.get("occurrences", [])
    later = weeks_on([row["day"] for row in rows], datetime.now(ZoneInfo(ZONE)).date()) if rows else timedelta()
    for row in rows:
        row["day"] += later
    return _form(session, values, {}, copied=copied)


@pages.post("/events", allow=EDITORS)
def create_event(session: Session) -> Any:
    """Draft an event and show it."""
    values, errors = pages.form(EventForm)
    copied = request.args.get("copied", type=UUID)
    source = queries.event(session, copied, tokens.asker()) if copied else None
    if errors:
        return _form(session, values, errors, copied=copied), 422
    try:
        made = operations.create_event(session, tokens.asker(), copied=source, **values)
    except Invalid as error:
        return _form(session, pages.typed(EventForm), pages.errors(error), copied=copied), 422
    return redirect(f"/organise/events/{made['id']}?done=created")


@pages.get("/events/<uuid:event_id>/edit", allow=EDITORS)
def edit(session: Session, event_id: UUID) -> Any:
    """The form with what is known of the event: all of a draft, else what may change without telling anybody."""
    found = _own(session, event_id)
    return _form(session, as_typed(found), {}, found)


@pages.post("/events/<uuid:event_id>/edit", allow=EDITORS)
def save(session: Session, event_id: UUID) -> Any:
    """Change the event and show it; or show what was typed with what is wrong."""
    found = _own(session, event_id)
    schema = _schema(found)
    values, errors = pages.form(schema)
    if errors:
        return _form(session, values, errors, found), 422
    change = operations.redraft_event if schema is DraftForm else operations.change_event
    values.pop("organisation_id", None)
    try:
        change(session, tokens.asker(), event_id, **values)
    except (Conflict, Invalid, Stale) as error:
        return _refused(session, schema, found, error)
    return redirect(f"/organise/events/{event_id}?done=saved")


def _refused(session: Session, schema: type[ma.Schema], found: dict[str, Any], error: DomainError) -> Any:
    """What was typed stays, and may be saved over what somebody else has changed meanwhile, once that is said."""
    values = pages.typed(schema) | {"version": found["version"]}
    return _form(session, values, pages.errors(error), found), 422 if isinstance(error, Invalid) else 409


def _own(session: Session, event_id: UUID) -> dict[str, Any]:
    found = queries.event(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.EDITORS)
    return found


def _schema(event: dict[str, Any]) -> type[ma.Schema]:
    whole = event["state"] == State.DRAFT and fits_the_form(event)
    return DraftForm if whole else FactsForm


@pages.get("/events/<uuid:event_id>/dates/new", allow=EDITORS)
def new_date(session: Session, event_id: UUID) -> Any:
    """The form for another date: as the last one, on the same day of a later week."""
    found = _own(session, event_id)
    check_published(found["state"])
    values, last = another_as_typed(_last(found)), _last(found)
    today = datetime.now(ZoneInfo(last["zone"])).date()
    for name in ("day", "last_day"):
        if name in values:
            values[name] += weeks_on([last["starts"].date()], today)
    return _date_form(found, values, {})


def _last(event: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = event["occurrences"][-1]
    return found


def _date_form(event: dict[str, Any], values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    last = _last(event)
    facts = {"event": event, "access_options": options(ACCESS_NAMES), "names": NAMES, "field_name": field_name}
    facts["work"] = [] if work_fits_the_form(last["shifts"]) else last["shifts"]
    return render("programme/add_date.html", values=values, errors=errors, **facts)


@pages.post("/events/<uuid:event_id>/dates", allow=EDITORS)
def add_date(session: Session, event_id: UUID) -> Any:
    """Offer another date and show the event; work that the form cannot hold is asked for as at the last date."""
    found = _own(session, event_id)
    values, errors = pages.form(AnotherDateForm)
    if errors:
        return _date_form(found, values, errors), 422
    last = _last(found)
    if not work_fits_the_form(last["shifts"]):
        values["shifts"] = [{name: fact for name, fact in shift.items() if name != "id"} for shift in last["shifts"]]
    try:
        operations.add_occurrence(session, tokens.asker(), event_id, zone=last["zone"], **values)
    except (Conflict, Invalid, Stale) as error:
        typed = pages.typed(AnotherDateForm) | {"version": found["version"]}
        return _date_form(found, typed, pages.errors(error)), 422 if isinstance(error, Invalid) else 409
    return redirect(f"/organise/events/{event_id}?done=date_added")


@pages.get("/events/<uuid:event_id>/preview", allow=EDITORS)
def preview(session: Session, event_id: UUID) -> Any:
    """The event as people will see it, in the language that `in` names; the frame around it speaks the organiser's."""
    found = _own(session, event_id)
    language = chosen(request.args.get("in")) or current()
    on = {"state": State.PUBLISHED, "occurrences": [one | {"state": "on"} for one in found["occurrences"]]}
    as_published = found | on if found["state"] == State.DRAFT else found
    with using(language):
        seen = render("programme/event_told.html", inert=True, **told(as_published))
    facts = {"event": found, "seen": Markup(seen), "told_in": language}  # noqa: S704 - our own template made it
    return render("programme/preview.html", names=NAMES, **facts)


def _form(
    session: Session,
    values: dict[str, Any],
    errors: dict[str, list[str]],
    event: dict[str, Any] | None = None,
    *,
    copied: UUID | None = None,
) -> str:
    own = organisations(session, tokens.asker().organisations(*operations.EDITORS))
    choices = {
        "organisation_options": [(one["id"], one["name"]) for one in own],
        "project_options": [(project["id"], project["name"]) for one in own for project in one["projects"]],
        "kind_options": options(KIND_NAMES),
        "access_options": options(ACCESS_NAMES),
        "spoken_options": [(tag, NAMES[tag]) for tag in SPOKEN],
    }
    filled = len(values.get("occurrences", []))
    rows = range(min(max(filled, 1) + SPARE_DATES, MOST_DATES))
    facts = {"event": event, "whole": event is None or _schema(event) is DraftForm, "rows": rows, "filled": filled}
    named = {"copied": copied, "languages": LANGUAGES, "names": NAMES, "field_name": field_name}
    return render("programme/event_form.html", values=values, errors=errors, **facts, **named, **choices)
