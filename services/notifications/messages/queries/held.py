"""What messages keep of a recipient, for themselves."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import PartyState
from services.notifications.messages.domain.states import State
from services.notifications.messages.models import Concerned, Matter, Message, Party
from services.notifications.recipients.domain import Purpose
from shared.contracts.parts import Thing
from shared.messaging.erasing import MOST, thing

PRIVACY = (Purpose.PRIVACY_CODE, Purpose.PRIVACY_READY, Purpose.PRIVACY_DONE)


def messages_held(session: Session, recipient_id: UUID) -> list[Thing]:
    """The messages to a recipient, the newest first, each as it was written."""
    found = select(Message).where(Message.recipient_id == recipient_id, Message.purpose.not_in(PRIVACY))
    return [
        thing(
            "message",
            kind=one.purpose,
            language=one.language,
            state=one.state,
            made_at=one.created_at,
            subject=one.subject,
            text=one.body,
        )
        for one in session.scalars(found.order_by(Message.id.desc()).limit(MOST))
    ]


def is_stranger(session: Session, recipient_id: UUID) -> bool:
    """Whether we know of an address only because somebody has typed it to get a code."""
    written = exists().where(Message.recipient_id == recipient_id, Message.purpose.not_in(PRIVACY))
    concerned = exists().where(Concerned.recipient_id == recipient_id)
    party = exists().where(Party.recipient_id == recipient_id)
    return not session.scalar(select(written | concerned | party))


def is_concerned(session: Session, recipient_id: UUID) -> bool:
    """Whether anything goes on that a recipient is concerned by, or is still to be written to about."""
    unsent = (Message.state.in_((State.QUEUED, State.CLAIMED)), Message.body != "", Message.purpose.not_in(PRIVACY))
    matters = exists().where(
        Concerned.recipient_id == recipient_id, Matter.subject_id == Concerned.subject_id, ~Matter.over
    )
    party = exists().where(Party.recipient_id == recipient_id, Party.state != PartyState.CANCELLED)
    written = exists().where(Message.recipient_id == recipient_id, *unsent)
    return bool(session.scalar(select(written | matters | party)))
