"""Requests are forgotten: who it was and where they live goes on schedule, what is counted stays."""

import secrets
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import TOKEN_DIGEST_LENGTH
from services.volunteers.assistance.domain.states import ENDED
from services.volunteers.assistance.models import Request, Step
from services.volunteers.assistance.operations.telling import locked

FORGET = "request_forgotten"
"""A due row: the request has ended so long ago that nobody needs to know whose it was."""


def forget(session: Session, request_id: UUID) -> None:
    """Wipe names, contacts, places and words of a request that has ended; its link leads nowhere any more.

    Whoever asks again is met as somebody new, also by helpers who knew them. Raises NotFound.
    """
    request = locked(session, request_id)
    if request.state in ENDED:
        wipe(session, request)


def wipe(session: Session, request: Request) -> None:
    """Wipe a locked request, whatever its state."""
    nobody = {"channel": "none", "phone": None, "email": None, "any_hour": False}
    request.name = request.place = request.area = request.destination = request.note = ""
    request.person, request.asker = request.person | nobody, None
    request.person_key, request.blocked = b"", []
    request.unreached = False
    request.token_digest = secrets.token_bytes(TOKEN_DIGEST_LENGTH)
    session.execute(update(Step).where(Step.request_id == request.id).values(note=""))
