"""What a change does to messages that have not left: some are withdrawn, first words and reminders written anew."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.facts import Place, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.models import Message, Occasion, Party
from services.notifications.messages.operations.audience import PARTY, Addressed, Addressee, with_texts
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.messages.operations.planning import IDENTITY, filled, report_failure
from services.notifications.messages.queries.about import among
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient

FIRST_WORDS = (
    Purpose.REGISTRATION_CONFIRMED,
    Purpose.REGISTRATION_WAITLISTED,
    Purpose.REGISTRATION_PROMOTED,
    Purpose.REGISTRATION_MOVED,
    Purpose.REGISTRATION_OFFERED,
    Purpose.SIGN_UP_CONFIRMED,
)
"""What carries somebody's code and link: unsent when its facts change, it is written anew, and no news follows."""
NOT_HEARD = (State.QUEUED, State.WITHDRAWN, State.FAILED)


def withdraw_outdated(session: Session, occasion: Occasion, subjects: list[UUID]) -> None:
    """Nothing leaves to these that tells older facts of the occasion."""
    reason = Reason.STALE_VERSION if occasion.on else Reason.EVENT_OFF
    session.execute(update(Message).where(*_outdated(occasion, subjects)).values(withdrawn(reason)))


def _outdated(occasion: Occasion, subjects: list[UUID]) -> tuple[ColumnElement[bool], ...]:
    """Messages of these that tell older facts; an organiser's note tells none."""
    return (
        among(Message.subject_id, subjects),
        Message.state == State.QUEUED,
        Message.occasion_version < occasion.version,
        Message.purpose != Purpose.NOTE,
    )


def correct_first_words(session: Session, terms: Terms, occasion: Occasion, subjects: list[UUID]) -> set[UUID]:
    """Write the unsent first words to these anew, with the facts of now; answers to whom."""
    unsent = (
        select(*PARTY, Message.id, Message.subject_version, Message.purpose)
        .join(Party, Party.subject_id == Message.subject_id)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .where(*_outdated(occasion, subjects), Message.purpose.in_(FIRST_WORDS))
        .with_for_update(of=Message, key_share=True)
    )
    rows = session.execute(unsent).all()
    for purpose in {row.purpose for row in rows}:
        some = [row for row in rows if row.purpose == purpose]
        concerned = [(Addressee(*tuple(row)[: len(PARTY)]), None) for row in some]
        texts = with_texts(terms, occasion, Purpose(purpose), concerned)
        for row, each in zip(some, texts, strict=True):
            _write_anew(session, terms, row, each, occasion_version=occasion.version)
    return {row.subject_id for row in rows}


def correct_reminders(
    session: Session, terms: Terms, occasion: Occasion, party: Addressee, reminders: Collection[UUID]
) -> None:
    """Write a party's unsent reminders anew, with what holds of it now; there may be nobody to write to any more."""
    unsent = select(*IDENTITY).where(Message.id.in_(reminders), Message.state == State.QUEUED)
    for row in session.execute(unsent.order_by(Message.id).with_for_update(key_share=True)).all():
        for each in with_texts(terms, occasion, Purpose(row.purpose), [(party, None)]):
            to = {"recipient_id": each.reader.recipient_id, "channel": each.reader.channel}
            _write_anew(session, terms, row, each, **to, language=each.reader.language)
            break
        else:
            nobody = update(Message).where(Message.id == row.id)
            session.execute(nobody.values(withdrawn(Reason.STALE_VERSION)))


def _write_anew(
    session: Session, terms: Terms, message: Row[*tuple[Any, ...]], addressed: Addressed, **columns: object
) -> None:
    """Fill an unsent message with another text; the row of it has at least the columns of IDENTITY."""
    filling = filled(terms, addressed.reader, addressed.text)
    anew = update(Message).where(Message.id == message.id)
    session.execute(anew.values(filling | columns | {"changed_at": func.now()}))
    if filling["state"] == State.FAILED:
        report_failure(session, message, State.FAILED)


def last_heard(session: Session, occasion: Occasion, subjects: list[UUID]) -> dict[UUID, Place]:
    """The newest facts of the occasion that each may have heard, if those are not the present ones."""
    rows = session.execute(
        select(Message.subject_id, func.max(Message.occasion_version))
        .where(among(Message.subject_id, subjects), Message.state.not_in(NOT_HEARD))
        .group_by(Message.subject_id)
    )
    past = {int(version): Place.from_past(was) for version, was in occasion.past.items()}
    return {subject_id: past[version] for subject_id, version in rows if version in past}
