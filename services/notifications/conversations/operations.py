"""Writes: an answer in one's own words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.conversations.domain import AnsweredMeanwhile, WantsNoMessages
from services.notifications.conversations.queries import answers_to
from services.notifications.messages.domain.facts import Cause, Terms
from services.notifications.messages.domain.wording import prepare, write
from services.notifications.messages.operations.answers import Request, answer
from services.notifications.recipients.domain import Channel, Purpose
from services.notifications.recipients.models import Recipient
from services.notifications.recipients.queries import language_of, preferences
from services.notifications.replies.operations import text_to_read, tick_off
from shared.audit import audit
from shared.languages import DEFAULT
from shared.logs import correlation_id


@dataclass(frozen=True, slots=True)
class Answering:
    """What one of us writes back, having `seen` so many answers of ours; None for whoever does not say."""

    words: str
    seen: int | None = None


def answer_text(
    session: Session,
    terms: Terms,
    who: UUID,
    organisations: Collection[UUID],
    text_id: UUID,
    answering: Answering,
    now: datetime,
) -> None:
    """Write back in one's own words, at once and at any hour, and note that the text was read.

    Raises NotFound as `read_text` does, AnsweredMeanwhile if more answers stand there than were seen, WantsNoMessages
    for whoever has said stop, and the Invalid of `templates.domain.sms` for words that no SMS can carry.
    """
    text = text_to_read(session, organisations, text_id)
    held = select(Recipient.id).where(Recipient.id == text.recipient_id).with_for_update(key_share=True)
    session.execute(held)  # two texts of one phone are one conversation
    if answering.seen is not None and answers_to(session, text.recipient_id) > answering.seen:
        raise AnsweredMeanwhile
    if not preferences(session, text.recipient_id).wanted:
        raise WantsNoMessages
    language = language_of(session, text.recipient_id) or DEFAULT
    values = {"sender": terms.sender, "words": answering.words}
    write(prepare(terms, Purpose.ANSWER, Channel.SMS, language, values), {})  # refuses while one can still correct it
    request = Request(uuid7(), text.recipient_id, language)
    answer(session, terms, request, Purpose.ANSWER, values, Cause(now, correlation_id()))
    audit(session, who, "text_answered", text_id)
    tick_off(session, who, text, now)
