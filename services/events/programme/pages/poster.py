"""The poster of an event: a page that fills one sheet of A4 in large print, with a code to point a phone at."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.programme import queries
from services.events.programme.domain import ACCESS_NAMES, KIND_NAMES, State, told_by_machine, told_outdated
from shared.errors import NotFound
from shared.languages import current, text_for
from shared.web.pages import Pages, render
from shared.web.qr import qr
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("posters")
MOST_DATES = 4
"""Dates that stand on one sheet in large print; the code leads to all of them."""
TOLD = ("title", "summary")
ROOMY, ROOMY_TEXT = 2, 180
"""Dates, and characters of title and summary, beyond which a sheet needs smaller letters, still of 14 points."""


@pages.get("/events/<uuid:event_id>/poster", allow=anyone)
def poster(session: Session, event_id: UUID) -> Any:
    """A published event as a poster in the present language. Raises NotFound where nothing is left to come to."""
    event = queries.event(session, event_id)
    now = datetime.now(UTC)
    dates = [one for one in event["occurrences"] if one["state"] == "on" and one["starts_at"] > now]
    if event["state"] != State.PUBLISHED or not dates:
        raise NotFound
    site = talka().service.settings.public_url
    link = f"{site}/events/{event_id}"
    return render(
        "programme/poster.html",
        event=event,
        dates=dates[:MOST_DATES],
        further=len(dates) - MOST_DATES,
        dense=len(dates) > ROOMY or sum(len(text_for(event[name], current())[0]) for name in TOLD) > ROOMY_TEXT,
        code=qr(link),
        site=urlsplit(site).netloc,
        kinds=KIND_NAMES,
        access=ACCESS_NAMES,
        unchecked=told_by_machine(event, current()),
        outdated=told_outdated(event, current()),
        phone=talka().service.settings.help_phone,
    )
