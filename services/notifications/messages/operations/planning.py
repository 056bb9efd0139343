"""Planning: a message becomes a row, rendered and priced, with the moment it may leave. Nothing is sent here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import Window, rush
from services.notifications.messages.domain.wording import Prepared, Written, write
from services.notifications.messages.models import Message
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient
from shared.contracts.notifications import MessageFailed
from shared.database import ring
from shared.errors import Invalid
from shared.messaging.outbox import publish

COLUMNS = (
    "id, recipient_id, channel, purpose, about, subject_id, subject_version, occasion_id, occasion_version, note_id, "
    "language, template_version, subject, body, encoding, units, parts, unit_price, currency, state, reason, rush, "
    "secret, old_starts_at, not_before, useful_until, next_attempt_at, cause_at, correlation_id"
)
_INSERT = text(
    f"INSERT INTO messages ({COLUMNS}) "  # noqa: S608 - our own column names
    f"SELECT {COLUMNS} FROM json_populate_recordset(CAST(NULL AS messages), CAST(:rows AS json)) "
    "ON CONFLICT DO NOTHING RETURNING id, about, subject_id, subject_version, purpose, state"
)
"""Rows as one JSON value: half the time of as many single inserts, and what was planned before stays as it is."""
IDENTITY = (Message.id, Message.about, Message.subject_id, Message.subject_version, Message.purpose)
TOLD_BY_OTHERS = frozenset(About) - {About.TAKE_AWAY, About.CAMPAIGN, About.SIGN_IN, About.REPLY}
"""Things of other services, which want to know when a message about them did not arrive."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is written to, and in which language."""

    recipient_id: UUID
    channel: str
    country: str
    fault: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Text:
    """A prepared text and one person's own values for it."""

    prepared: Prepared
    own: Mapping[str, str]


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
    note_id: UUID | None = None
    text: Text
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
    rows = [_row(draft, terms) | filled(terms, draft.reader, draft.text) for draft in drafts]
    if not rows:
        return
    for row in session.execute(_INSERT, {"rows": json.dumps(rows, default=str)}):
        if row.state == State.FAILED:
            report_failure(session, row, State.FAILED)
    ring(session, "messages")


def report_failure(session: Session, message: Row[*tuple[Any, ...]], state: State) -> None:
    """Tell the service whose thing it is about that the person does not know, or perhaps not.

    The row has at least the columns of IDENTITY.
    """
    if message.about in TOLD_BY_OTHERS:
        failed = MessageFailed(
            message_id=message.id,
            about=message.about,
            subject_id=message.subject_id,
            purpose=message.purpose,
            state=state,
            subject_version=message.subject_version,
        )
        publish(session, failed, subject=message.id, version=state.rank)


def filled(terms: Terms, to: Reader, text: Text) -> dict[str, Any]:
    """The columns of a message that is to be sent, or those of one that a rule forbids, with the rule's code."""
    if to.fault:
        return {"state": State.FAILED, "reason": to.fault}
    try:
        return {"state": State.QUEUED} | content(terms, write(text.prepared, text.own), to.country)
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
        "note_id": draft.note_id,
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
