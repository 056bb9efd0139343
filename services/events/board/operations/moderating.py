"""What the lead of a project says to its partners' posts before everybody reads them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board.domain import NothingToModerate, State, check_period, check_version, is_judged, today_of
from services.events.board.models import Post
from services.events.board.operations.writing import publish, take_over, taken
from services.events.board.queries import judges
from services.events.organisations.domain import Person, Role
from services.events.organisations.operations import note
from shared.database import moment
from shared.errors import NotFound

MODERATORS = (Role.OWNER, Role.ORGANISER)
DAYS = ("from_on", "until_on")


def approve_post(session: Session, person: Person, post_id: UUID, version: int) -> None:
    """Put a partner's post on the board, or the change of one that is there.

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
    _judged(session, person, post, "post_approved")


def send_back_post(session: Session, person: Person, post_id: UUID, version: int, reason: str) -> None:
    """Give a partner's post back with what is to be changed; what is on the board stays as it was.

    Raises NotFound for whoever does not lead a project of the partner, Stale and NothingToModerate.
    """
    post = _waiting(session, person, post_id, version)
    post.reason = reason
    if post.proposed is None:
        post.state = State.SENT_BACK
    _judged(session, person, post, "post_sent_back")


def _waiting(session: Session, person: Person, post_id: UUID, version: int) -> Post:
    """Staleness is said only to whoever may see the post at all."""
    post = taken(session, post_id)
    if not judges(session, person, post.organisation_id, MODERATORS):
        raise NotFound
    check_version(post.version, version)
    if is_judged(proposed=post.proposed is not None, state=post.state, reason=post.reason):
        raise NothingToModerate
    return post


def _judged(session: Session, person: Person, post: Post, what: str) -> None:
    """It belongs to the history of the lead, in whose name the person has judged."""
    for organisation_id in judges(session, person, post.organisation_id, MODERATORS):
        note(session, organisation_id, person.id, what, post.id)
    post.version += 1
    session.flush()
