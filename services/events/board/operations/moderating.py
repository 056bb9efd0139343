"""What the lead of a project says to its partners' posts before everybody reads them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board.domain import (
    Decision,
    NothingToModerate,
    State,
    check_period,
    check_version,
    is_judged,
    today_of,
)
from services.events.board.models import Post
from services.events.board.operations.telling import tell_soon
from services.events.board.operations.writing import publish, take_over, taken
from services.events.board.queries import judges
from services.events.organisations.domain import PUBLISHERS, Person
from services.events.organisations.operations import note, wait_no_more
from shared.database import moment
from shared.errors import NotFound

MODERATORS = PUBLISHERS
DAYS = ("from_on", "until_on")


def approve_post(session: Session, person: Person, post_id: UUID, version: int) -> None:
    """Put a partner's post on the board, or the change of one that is there, and tell its writer.

    Raises NotFound for whoever does not lead a project of the partner, Stale, NothingToModerate, and Invalid if its
    last day is over by now.
    """
    post = _waiting(session, person, post_id, version)
    facts: dict[str, Any] = {name: getattr(post, name) for name in DAYS}
    if post.proposed is not None:
        facts = post.proposed | {name: date.fromisoformat(post.proposed[name]) for name in DAYS}
    check_period(facts["from_on"], facts["until_on"], today_of(moment(session)))
    if post.proposed is not None:
        take_over(session, post, facts)
        post.proposed = None
    else:
        publish(session, post)
    _judged(session, person, post, Decision.APPROVED)


def send_back_post(session: Session, person: Person, post_id: UUID, version: int, reason: str) -> None:
    """Give a partner's post back with what is to be changed, which its writer reads; what is on the board stays.

    Raises NotFound for whoever does not lead a project of the partner, Stale and NothingToModerate.
    """
    post = _waiting(session, person, post_id, version)
    post.reason = reason
    if post.proposed is None:
        post.state = State.SENT_BACK
    _judged(session, person, post, Decision.SENT_BACK)


def _waiting(session: Session, person: Person, post_id: UUID, version: int) -> Post:
    """Staleness is said only to whoever may see the post at all."""
    post = taken(session, post_id)
    if not judges(session, person, post.organisation_id, MODERATORS):
        raise NotFound
    check_version(post.version, version)
    if is_judged(proposed=post.proposed is not None, state=post.state, reason=post.reason):
        raise NothingToModerate
    return post


def _judged(session: Session, person: Person, post: Post, decision: Decision) -> None:
    """It belongs to the history of the lead, in whose name the person has judged; the writer hears of it."""
    for organisation_id in judges(session, person, post.organisation_id, MODERATORS):
        note(session, organisation_id, person.id, f"post_{decision}", post.id)
    wait_no_more(session, post.id)
    tell_soon(session, post, decision)
    post.version += 1
    session.flush()
