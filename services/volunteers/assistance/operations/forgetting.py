"""Requests are forgotten: who it was and where they live goes on schedule, what is counted stays."""

import secrets
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import TOKEN_DIGEST_LENGTH
from services.volunteers.assistance.domain.states import ENDED
from services.volunteers.assistance.models import Block, Request, Step
from services.volunteers.assistance.operations.telling import locked

FORGET = "request_forgotten"
"""A due row: the request has ended so long ago that nobody needs to know whose it was."""

NOBODY = {"channel": "none", "phone": None, "email": None, "any_hour": False}
"""How somebody is reached of whom nothing is kept."""


def forget(session: Session, request_id: UUID) -> None:
    """Wipe names, contacts, places and words of a request that has ended; its link leads nowhere any more.

    Whoever asks again is met as somebody new, also by helpers who knew them. Raises NotFound.
    """
    request = locked(session, request_id)
    if request.state in ENDED:
        wipe(session, request)
        request.unanswered, request.alarm = False, None


def unblock_if_last(session: Session, request: Request) -> None:
    """Forget whom the person did not want, with the last request by which they are known.

    Of two that are forgotten at once, the second sees that the first is.
    """
    theirs = select(Block).where(Block.person_key == request.person_key).order_by(Block.volunteer_id)
    if not session.scalars(theirs.with_for_update(key_share=True)).all():
        return
    others = select(Request.id).where(Request.person_key == request.person_key, Request.id != request.id).limit(1)
    if session.scalar(others) is None:
        session.execute(delete(Block).where(Block.person_key == request.person_key))


def forget_whose(session: Session, request: Request) -> None:
    """Forget whose a locked request is while the visit goes on, and let all else of it go when that ends.

    Until then the helper needs to know whom they are with and where, and a call for help has to say the place.
    """
    request.person = request.person | NOBODY
    unblock_if_last(session, request)
    request.person_key = b""


def wipe_if_nobodys(session: Session, request: Request) -> None:
    """Wipe a locked request that has ended, if its person was erased during the visit."""
    if request.person_key == b"":
        wipe(session, request)


def wipe(session: Session, request: Request) -> None:
    """Wipe a locked request, whatever its state."""
    request.name = request.place = request.area = request.destination = request.note = ""
    request.person, request.asker = request.person | NOBODY, None
    unblock_if_last(session, request)
    request.person_key, request.blocked = b"", []
    request.unreached = request.unread = False
    request.token_digest = secrets.token_bytes(TOKEN_DIGEST_LENGTH)
    session.execute(update(Step).where(Step.request_id == request.id).values(note=""))
