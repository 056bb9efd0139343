"""Pages of the programme for everybody: what is on, and one event."""

import json
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, request
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from services.events.programme import queries
from services.events.programme.domain import (
    ACCESS_NAMES,
    KIND_NAMES,
    SPOKEN,
    State,
    linked_data,
    told_by_machine,
    told_outdated,
)
from services.events.programme.pages.dates import View, around, days_of, weeks_of
from services.events.programme.schemas import ProgrammeFilter, in_our_time
from shared.languages import NAMES, current, text_for
from shared.web import tokens
from shared.web.pages import Pages, render
from shared.web.reading import cursor, place
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("programme")
PAGE = 20
WHOLE = 100
"""Dates that a week or a day shows at once; a town has fewer."""


MISTYPED = 40
"""So much of a filter that nobody knows is shown again."""


class ProgrammePage(ProgrammeFilter):
    """The address of the programme's page: what it is narrowed to, and how it is laid out."""

    view = fields.String(load_default=View.LIST, validate=validate.OneOf(list(View)))
    day = fields.Date(validate=in_our_time)


@pages.get("/", allow=anyone, public=True)
def programme(session: Session) -> Any:
    """What people can come to; view and filter are part of the address, so that it can be sent to somebody."""
    sent = {name: value for name, value in request.args.items() if value and name not in {"lang", "after"}}
    wrong = ProgrammePage().validate(sent)
    wanted = {name: value for name, value in sent.items() if name not in wrong}
    filters = ProgrammePage().load(wanted)
    mistaken = [sent[name][:MISTYPED] for name in wrong if name in ProgrammePage().fields]
    zone = talka().service.settings.zone
    view, today = View(filters.pop("view")), datetime.now(ZoneInfo(zone)).date()
    day = filters.pop("day", today)
    facts = {"view": view, "day": day, "today": today, "wanted": wanted, "before_after": around(view, day)}
    facts |= {"mistaken": mistaken}
    facts |= {"narrowed": {name: value for name, value in wanted.items() if name not in {"view", "day"}}}
    if days := days_of(view, day):
        filters |= {"first_day": days[0], "last_day": days[1]}
    if view is View.MONTH:
        facts |= {"weeks": weeks_of(day), "dates": queries.programme_days(session, **filters)}
    else:
        limit, after = PAGE if view is View.LIST else WHOLE, place(request.args.get("after"))
        found, more = queries.programme(session, current(), limit=limit, after=after, **filters)
        items = [_with_moments(json.loads(item)) for item in found]
        facts |= {"by_day": _by_day(items), "more": cursor(more)}
    named = {"kinds": KIND_NAMES, "access": ACCESS_NAMES, "names": NAMES, "days": days}
    choices = {
        "kind_options": options(KIND_NAMES),
        "spoken_options": [(tag, NAMES[tag]) for tag in SPOKEN],
        "place_options": [(name, name) for name in queries.municipalities(session)],
    }
    return render("programme/programme.html", **facts, **named, **choices)


def _by_day(items: list[dict[str, Any]]) -> list[tuple[date, list[dict[str, Any]]]]:
    """The dates by the wall day they begin on."""
    return [
        (day, list(those)) for day, those in groupby(items, lambda item: _local(item["starts_at"], item["zone"]).date())
    ]


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def _with_moments(item: dict[str, Any]) -> dict[str, Any]:
    return item | {name: datetime.fromisoformat(item[name]) for name in ("starts_at", "ends_at")}


@pages.get("/events/<uuid:event_id>", allow=anyone)
def event(session: Session, event_id: UUID) -> Any:
    """One event: what it is, and its dates with the way to register."""
    facts = told(queries.event(session, event_id, tokens.current()))
    known = facts["event"]["state"] != State.DRAFT
    linked = linked_data(facts["event"], current(), facts["link"]) if known else None
    return render("programme/event.html", **facts, linked=linked)


def told(event: dict[str, Any]) -> dict[str, Any]:
    """What the page of an event says of it in the present language."""
    description, language = text_for(event["description"], current())
    return {
        "event": event,
        "paragraphs": description.split("\n\n") if description else [],
        "told_in": language,
        "kinds": KIND_NAMES,
        "access": ACCESS_NAMES,
        "names": NAMES,
        "unchecked": told_by_machine(event, current()),
        "outdated": told_outdated(event, current()),
        "now": datetime.now(UTC),
        "link": f"{talka().service.settings.public_url}/events/{event['id']}",
    }


@pages.get("/events/<uuid:event_id>.ics", allow=anyone)
def calendar(session: Session, event_id: UUID) -> Response:
    """The event's dates for a calendar that keeps itself up to date."""
    feed = queries.calendar(session, event_id, current(), talka().service.settings.public_url)
    return Response(feed, content_type="text/calendar; charset=utf-8")
