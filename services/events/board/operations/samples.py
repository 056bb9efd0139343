"""Sample posts out of readable files (`services/events/samples/board`), for trying the system out."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.board import queries
from services.events.board.models import Post
from services.events.board.operations.moderating import approve_post
from services.events.board.operations.writing import write_post
from services.events.organisations import operations as organisations
from services.events.organisations.models import Organisation
from services.events.organisations.queries import an_owner
from shared.database import moment

LASTS = 60
"""Days for which a sample post stays unless its file says otherwise."""
SAID = {"category", "area", "title", "body", "link", "machine_made"}


def load_board(session: Session, facts: dict[str, Any]) -> bool:
    """Write the posts of a sample file for organisations that are founded; days count from today.

    A partner's post is approved by the lead, unless it is to `wait` for that. Nothing happens, and False is returned,
    if the lead has posts already.
    """
    lead = an_owner(session, facts["lead"])
    (lead_id,) = lead.roles
    if queries.has_posts(session, lead_id):
        return False
    for one in facts.get("staff", ()):
        named = Organisation.name == one["organisation"]
        employer = session.scalars(select(Organisation.id).where(named)).one()
        organisations.hire(session, employer, **{name: one[name] for name in ("email", "name", "language", "role")})
    today: date = moment(session).date()
    for one in facts["posts"]:
        writer = an_owner(session, one["organisation"])
        (organisation_id,) = writer.roles
        days = {"from_on": today, "until_on": today + timedelta(days=one.get("days", LASTS))}
        said = {"area": "", "link": "", "machine_made": []} | {name: one[name] for name in one if name in SAID}
        post_id = write_post(session, writer, organisation_id=organisation_id, send=True, **days, **said)
        if organisation_id != lead_id and not one.get("wait"):
            written = session.get_one(Post, post_id)
            approve_post(session, lead, post_id, written.version)
    return True
