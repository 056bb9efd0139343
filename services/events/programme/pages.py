"""Pages of the programme: what is on, one event, and where organisers make events."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.organisations.queries import organisations
from services.events.programme import operations, queries
from services.events.programme.domain import ACCESS_NAMES, KIND_NAMES, STATE_NAMES
from services.events.programme.schemas import EventForm, ProgrammeFilter
from shared.errors import Invalid
from shared.languages import LANGUAGES, NAMES, current, gettext, text_for
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import anyone, staff
from shared.web.served import talka

pages = Pages("programme")
EDITORS = staff(*operations.EDITORS)
PAGE = 20
ROWS = 4
"""Lines for dates in a new event's form."""


@pages.get("/", allow=anyone, public=True)
def programme(session: Session) -> Any:
    """What people can come to; the filter is part of the address, so that it can be sent to somebody."""
    wanted = {name: value for name, value in request.args.items() if value and name not in {"lang", "after"}}
    errors = ProgrammeFilter().validate(wanted)
    filters = {} if errors else ProgrammeFilter().load(wanted)
    found, more = queries.programme(session, current(), limit=PAGE, after=place(request.args.get("after")), **filters)
    items = [_with_moments(json.loads(item)) for item in found]
    facts = {"items": items, "more": cursor(more), "wanted": wanted, "kinds": KIND_NAMES, "access": ACCESS_NAMES}
    return render("programme/programme.html", names=NAMES, kind_options=_options(KIND_NAMES), **facts)


def _options(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Codes with their names in the asker's language, to choose from."""
    return [(str(code), gettext(name)) for code, name in names.items()]


def _with_moments(item: dict[str, Any]) -> dict[str, Any]:
    return item | {name: datetime.fromisoformat(item[name]) for name in ("starts_at", "ends_at")}


@pages.get("/events/<uuid:event_id>", allow=anyone)
def event(session: Session, event_id: UUID) -> Any:
    """One event: what it is, and its dates with the way to register."""
    found = queries.event(session, event_id, tokens.current())
    description, told_in = text_for(found["description"], current())
    facts = {"kinds": KIND_NAMES, "access": ACCESS_NAMES, "now": datetime.now(UTC), "told_in": told_in}
    return render(
        "programme/event.html", event=found, paragraphs=description.split("\n\n") if description else [], **facts
    )


@pages.get("/events/<uuid:event_id>.ics", allow=anyone)
def calendar(session: Session, event_id: UUID) -> Response:
    """The event's dates for a calendar that keeps itself up to date."""
    feed = queries.calendar(session, event_id, current(), talka().service.settings.public_url)
    return Response(feed, content_type="text/calendar; charset=utf-8")


@pages.get("/organise/", allow=staff())
def overview(session: Session) -> Any:
    """The organiser's events, newest first."""
    found, more = queries.events_of(session, tokens.asker().roles, limit=PAGE, after=place(request.args.get("after")))
    return render("programme/overview.html", events=found, more=cursor(more), kinds=KIND_NAMES, states=STATE_NAMES)


@pages.get("/organise/events/new", allow=EDITORS)
def new_event(session: Session) -> Any:
    """An empty form, or one filled from the event in `copy`."""
    copied = request.args.get("copy", type=UUID)
    values = _as_typed(queries.event(session, copied, tokens.current())) if copied else {}
    return _form(session, values, {})


@pages.post("/organise/events", allow=EDITORS)
def create_event(session: Session) -> Any:
    """Draft an event and show it."""
    values, errors = pages.form(EventForm)
    if errors:
        return _form(session, values, errors), 422
    try:
        made = operations.create_event(session, tokens.asker(), **values)
    except Invalid as error:
        return _form(session, pages.typed(EventForm), pages.errors(error)), 422
    return redirect(f"/organise/events/{made['id']}")


def _form(session: Session, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    own = organisations(session, tokens.asker().roles)
    options = {
        "organisation_options": [(one["id"], one["name"]) for one in own],
        "project_options": [(project["id"], project["name"]) for one in own for project in one["projects"]],
        "kind_options": _options(KIND_NAMES),
        "access_options": _options(ACCESS_NAMES),
    }
    facts = {"rows": range(ROWS), "languages": LANGUAGES, "names": NAMES}
    return render("programme/new_event.html", values=values, errors=errors, **facts, **options)


def _as_typed(event: dict[str, Any]) -> dict[str, Any]:
    """An event as it would stand in the form, with the dates left to be chosen anew."""
    first = event["occurrences"][0]
    shift = first["shifts"][0] if first["shifts"] else {"title": {}, "places": 0, "languages": []}
    texts = {name: event[name] for name in ("title", "summary", "description")} | {"shift": shift["title"]}
    times = {"starts": first["starts"].strftime("%H:%M"), "ends": first["ends"].strftime("%H:%M")}
    return {
        **{f"{name}_{lang.replace('-', '_')}": words for name, text in texts.items() for lang, words in text.items()},
        **{f"venue_{name}": first["venue"][name] for name in ("name", "address", "municipality", "access")},
        **{name: event[name] for name in ("organisation_id", "project_id", "kind", "offer_hours")},
        "occurrences": [times | {"capacity": one["capacity"]} for one in event["occurrences"]],
        "shift_places": shift["places"],
        "shift_languages": shift["languages"],
        "shift_before": shift.get("minutes_before", 0),
        "shift_after": shift.get("minutes_after", 0),
    }
