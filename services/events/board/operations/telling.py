"""Whoever wrote a post hears what became of it."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board.domain import Decision
from services.events.board.models import Post
from services.events.organisations.queries import publishing, staff_contact
from shared.contracts.organisations import PostJudged
from shared.database import moment
from shared.messaging import outbox
from shared.messaging.due import schedule


def tell_soon(session: Session, post: Post, decision: Decision) -> None:
    """Let the writer of a post be told what became of it."""
    schedule(session, decision.due, post.id, moment(session))


def tell_writer(session: Session, public_url: str, post_id: UUID, decision: Decision) -> None:
    """Tell who wrote a post what became of it, or if they have left who else publishes there.

    Links begin with `public_url`. Nothing is said of what has gone on since.
    """
    post = session.get_one(Post, post_id)
    if not decision.holds(post.state, post.reason):
        return
    writer = post.written_by
    theirs = staff_contact(session, post.organisation_id, writer) if writer else None
    for staff_id, contact in [(writer, theirs)] if writer and theirs else publishing(session, post.organisation_id):
        told = PostJudged(
            staff_id=staff_id,
            contact=contact,
            decision=decision,
            title=dict(post.title),
            reason=post.reason,
            link=f"{public_url}/organise/board/{post.id}",
        )
        outbox.publish(session, told, subject=post.id, version=post.version)
