"""Sample posts out of readable files (`services/events/samples/board`), for trying the system out."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.board import queries
from services.events.board.domain import ZONE, Decision
from services.events.board.models import BoardDigest, Post, WidgetLoad
from services.events.board.operations.moderating import approve_post
from services.events.board.operations.writing import write_post
from services.events.organisations import operations as organisations
from services.events.organisations.models import Organisation
from services.events.organisations.queries import an_owner
from shared.messaging.due import unschedule

LASTS = 60
"""Days for which a sample post stays unless its file says otherwise."""
SAID = {"category", "area", "title", "body", "link", "machine_made"}


def load_board(session: Session, facts: dict[str, Any]) -> bool:
    """Write the posts of a sample file for organisations that are founded; days count from today.

    A partner's post is approved by the lead, unless it is to `wait` for that. Nothing happens, and False is returned,
    if the lead has posts already. What was sent and shown on websites before is noted as well, without persons.
    """
    lead = an_owner(session, facts["lead"])
    (lead_id,) = lead.roles
    if queries.has_posts(session, lead_id):
        return False
    for one in facts.get("staff", ()):
        named = Organisation.name == one["organisation"]
        employer = session.scalars(select(Organisation.id).where(named)).one()
        organisations.hire(session, employer, **{name: one[name] for name in ("email", "name", "language", "role")})
    today = organisations.sample_day(session, {})
    for one in facts["posts"]:
        writer = an_owner(session, one["organisation"])
        (organisation_id,) = writer.roles
        days = {"from_on": today, "until_on": today + timedelta(days=one.get("days", LASTS))}
        said = {"area": "", "link": "", "machine_made": []} | {name: one[name] for name in one if name in SAID}
        post_id = write_post(session, writer, organisation_id=organisation_id, send=True, **days, **said)
        if organisation_id != lead_id and not one.get("wait"):
            written = session.get_one(Post, post_id)
            approve_post(session, lead, post_id, written.version)
            unschedule(session, Decision.APPROVED.due, post_id)  # nobody waits for the mail
        if "appeared" in one:
            _move_back(session, post_id, organisations.sample_day(session, one["appeared"]))
    for one in facts.get("digests", ()):
        for _time in range(one["times"]):
            sent_on = organisations.sample_day(session, one)
            digest = BoardDigest(id=uuid7(), organisation_id=lead_id, sent_on=sent_on, language=one["language"])
            session.add(digest)
    for one in facts.get("loads", ()):
        site = session.scalars(select(Organisation.id).where(Organisation.name == one["site"])).one()
        said = {name: one[name] for name in ("what", "language", "number")}
        day = organisations.sample_day(session, one)
        session.add(WidgetLoad(id=uuid7(), organisation_id=site, day=day, **said))
    session.flush()
    return True


def _move_back(session: Session, post_id: UUID, day: date) -> None:
    """It has been on the board since the morning of that day."""
    began = datetime.combine(day, time(8), ZONE)
    facts = {"from_on": day, "appears_at": began, "shown_at": began}
    session.execute(update(Post).where(Post.id == post_id).values(facts))
