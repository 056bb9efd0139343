"""What the lead of a project says to its partners' posts before everybody reads them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
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
from services.events.board.queries import WAITS, judges
from services.events.organisations.domain import PUBLISHERS, Person
from services.events.organisations.operations import note, wait_no_more
from services.events.organisations.queries import overseers, staff_contact
from shared.database import moment
from shared.errors import NotFound, _
from shared.languages import DEFAULT, gettext, using

MODERATORS = PUBLISHERS
LEFT = _("You take part in the project no more, so its lead does not approve this. Send it again if it still holds.")
"""Why a post comes back that waited for the lead of a project which its organisation has left."""
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
    _sent_back(post, reason)
    _judged(session, person, post, Decision.SENT_BACK)


def _sent_back(post: Post, reason: str) -> None:
    post.reason = reason
    if post.proposed is None:
        post.state = State.SENT_BACK


def give_back_posts(session: Session, organisation_id: UUID) -> None:
    """Give back what waits in vain, since no lead answers for the organisation any more; its writers hear why.

    What is on the board stays. Twice changes nothing.
    """
    theirs = select(Post).where(Post.organisation_id == organisation_id, WAITS).order_by(Post.id)
    if overseers(session, organisation_id):
        return
    for post in session.scalars(theirs.with_for_update(key_share=True)):
        writer = staff_contact(session, organisation_id, post.written_by) if post.written_by else None
        with using(writer.language if writer else DEFAULT):
            _sent_back(post, gettext(LEFT))
        _settled(session, post, Decision.SENT_BACK)


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
    _settled(session, post, decision)


def _settled(session: Session, post: Post, decision: Decision) -> None:
    """Nobody is waited for any more, and the writer hears what became of it."""
    wait_no_more(session, post.id)
    tell_soon(session, post, decision)
    post.version += 1
    session.flush()
