"""Answers about no event: sign-in links and codes, and what we say to people who text us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.messages.domain.timing import Times, window
from services.notifications.messages.domain.wording import prepare
from services.notifications.messages.operations.planning import Draft, Text, plan, reader
from services.notifications.recipients.domain import Purpose
from services.notifications.templates.domain.values import clock_time
from shared.languages import DEFAULT, chosen


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked of us; `id` makes its answer the only one."""

    id: UUID
    recipient_id: UUID
    language: str


def answer(
    session: Session, terms: Terms, request: Request, purpose: Purpose, values: Mapping[str, str], cause: Cause
) -> None:
    """Plan the answer to a request, to leave at once."""
    _plan(session, terms, request, purpose, About.REPLY, values, Times(), cause)


def answer_sign_in(
    session: Session,
    terms: Terms,
    request: Request,
    purpose: Purpose,
    secret: Mapping[str, str],
    expires_at: datetime,
    cause: Cause,
) -> None:
    """Plan the message with a sign-in link or code, of use until it expires (UTC) and wiped when it has been sent."""
    expires = clock_time(expires_at, terms.zone, chosen(request.language) or DEFAULT)
    values = {**secret, "expires": expires}
    _plan(session, terms, request, purpose, About.SIGN_IN, values, Times(expires_at=expires_at), cause)


def _plan(
    session: Session,
    terms: Terms,
    request: Request,
    purpose: Purpose,
    about: About,
    values: Mapping[str, str],
    times: Times,
    cause: Cause,
) -> None:
    to = reader(session, request.recipient_id, chosen(request.language) or DEFAULT)
    draft = Draft(
        reader=to,
        purpose=purpose,
        about=about,
        subject_id=request.id,
        subject_version=1,
        text=Text(prepare(terms, purpose, to.channel, to.language, values), {}),
        window=window(purpose, cause.at, times, None),
        cause=cause,
        secret=about is About.SIGN_IN,
    )
    plan(session, terms, [draft])
