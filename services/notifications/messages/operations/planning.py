"""Planning: a message becomes a row, rendered and priced, with the moment it may leave. Nothing is sent here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import Window, rush
from services.notifications.messages.domain.wording import Written, write
from services.notifications.messages.models import Message
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient
from shared.contracts.notifications import MessageFailed
from shared.database import ring
from shared.errors import Invalid
from shared.messaging.outbox import publish

IDENTITY = (Message.id, Message.about, Message.subject_id, Message.purpose)
TOLD_BY_OTHERS = (About.REGISTRATION, About.SIGN_UP)
"""Things of other services, which want to know when a message about them did not arrive."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is written to, and in which language."""

    recipient_id: UUID
    channel: str
    country: str
    fault: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to be written; `secret` texts are wiped when they have done their work."""

    reader: Reader
    purpose: Purpose
    about: About
    subject_id: UUID
    subject_version: int
    occasion_id: UUID | None = None
    occasion_version: int = 0
    values: Mapping[str, str]
    window: Window
    old_starts_at: datetime | None = None
    cause: Cause
    secret: bool = False


def reader(session: Session, recipient_id: UUID, language: str) -> Reader:
    """The recipient as a reader of this language."""
    columns = (Recipient.id, Recipient.channel, Recipient.country, Recipient.fault)
    return Reader(*session.execute(select(*columns).where(Recipient.id == recipient_id)).one(), language)


def plan(session: Session, terms: Terms, drafts: Iterable[Draft]) -> None:
    """Write the messages down, each once however often it is planned; one that cannot be sent is kept as failed."""
    rows = [_row(draft, terms) | filled(terms, draft.purpose, draft.reader, draft.values) for draft in drafts]
    if good := [row for row in rows if row["state"] == State.QUEUED]:
        session.execute(insert(Message).on_conflict_do_nothing(), good)
        ring(session, "messages")
    for row in rows:
        if row["state"] == State.FAILED and (failed := session.execute(_insert_new(row)).first()):
            report_failure(session, failed, State.FAILED)


def _insert_new(row: Mapping[str, Any]) -> ReturningInsert[*tuple[Any, ...]]:
    return insert(Message).values(row).on_conflict_do_nothing().returning(*IDENTITY)


def report_failure(session: Session, message: Row[*tuple[Any, ...]], state: State) -> None:
    """Tell the service whose registration or sign-up it is that the person does not know, or perhaps not.

    The row has at least the columns of IDENTITY.
    """
    if message.about in TOLD_BY_OTHERS:
        failed = MessageFailed(
            message_id=message.id,
            about=message.about,
            subject_id=message.subject_id,
            purpose=message.purpose,
            state=state,
        )
        publish(session, failed, subject=message.id, version=state.rank)


def filled(terms: Terms, purpose: Purpose, to: Reader, values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a message that is to be sent, or those of one that a rule forbids, with the rule's code."""
    if to.fault:
        return {"state": State.FAILED, "reason": to.fault}
    try:
        written = write(terms, purpose, to.channel, to.language, values)
        return {"state": State.QUEUED} | content(terms, written, to.country)
    except Invalid as error:
        return {"state": State.FAILED, "reason": error.code}


def content(terms: Terms, written: Written, country: str) -> dict[str, Any]:
    """The columns that a text fills. Raises CountryIsNotServed for a number to which no price is known."""
    columns: dict[str, Any] = {"subject": written.subject, "body": written.body}
    if sms := written.sms:
        columns |= {
            "encoding": sms.encoding,
            "units": sms.units,
            "parts": sms.parts,
            "unit_price": terms.tariff.unit_price(country),
            "currency": terms.tariff.currency,
        }
    return columns


def _row(draft: Draft, terms: Terms) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "recipient_id": draft.reader.recipient_id,
        "channel": draft.reader.channel,
        "purpose": draft.purpose,
        "about": draft.about,
        "subject_id": draft.subject_id,
        "subject_version": draft.subject_version,
        "occasion_id": draft.occasion_id,
        "occasion_version": draft.occasion_version,
        "language": draft.reader.language,
        "template_version": terms.templates[draft.purpose].version,
        "rush": rush(draft.purpose),
        "secret": draft.secret,
        "old_starts_at": draft.old_starts_at,
        "not_before": draft.window.not_before,
        "useful_until": draft.window.useful_until,
        "next_attempt_at": draft.window.not_before,
        "cause_at": draft.cause.at,
        "correlation_id": draft.cause.correlation_id,
    }
