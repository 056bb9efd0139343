"""Which shifts at an information screen run just now, and how near they are to the one where somebody asks."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.duty import shared_places
from services.volunteers.assistance.models import Request

RUNNING = text("""
    SELECT shifts.id, shifts.venue FROM shifts JOIN events ON events.id = shifts.event_id
    WHERE shifts.state = 'open' AND shifts.at_screen AND events.organisation_id = :organisation_id
    AND shifts.starts_at <= now() AND now() < shifts.ends_at
""")


def duties(session: Session, request: Request) -> dict[str, list[Any]]:
    """The organisation's running shifts at a screen as `shifts`, and what each place shares with the request's."""
    running = session.execute(RUNNING, {"organisation_id": request.organisation_id})
    found = {shift.id: shared_places(request.place, (shift.venue["name"], shift.venue["address"])) for shift in running}
    return {"shifts": list(found), "shared": list(found.values())}
