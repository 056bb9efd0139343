"""Writes: a text that somebody sends us is kept at once, and followed by the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.messages.queries.about import Subject
from services.notifications.messages.queries.questions import Question, open_questions
from services.notifications.recipients.domain import Address, Channel, Purpose, address
from services.notifications.recipients.operations import allow_again, meet_recipient, suppress
from services.notifications.recipients.queries import preferences
from services.notifications.replies.domain import Answer, Reply, numbered, reply, why_not
from services.notifications.replies.models import IncomingText
from services.notifications.replies.operations.answering import ask_which, pass_on, speaks, write_back
from services.notifications.replies.operations.meaning import meant, unanswered, where_they_are
from services.notifications.replies.queries import reason_awaited, was_answered
from shared.contracts.notifications import ReplyReceived
from shared.logs import correlation_id
from shared.messaging.due import schedule
from shared.messaging.outbox import publish

FOLLOW = "follow_text"
"""Kind of the due row that lets the worker do what a text says."""
TOLD_ONCE_IN = timedelta(days=1)
ASKED_WHY = timedelta(days=7)
"""So long after a no a number, or words, may say why."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as a gateway hands it in; `ref` is the gateway's own name for it."""

    provider: str
    ref: str
    phone: str
    text: str


def keep_text(session: Session, incoming: Incoming, key: bytes, now: datetime) -> None:
    """Keep a text, to be followed as soon as the worker hears of it; one that its gateway repeats changes nothing."""
    sender = address(Channel.SMS, incoming.phone, None) or Address(Channel.SMS, incoming.phone)
    row = {
        "id": uuid7(),
        "provider": incoming.provider,
        "provider_ref": incoming.ref,
        "recipient_id": meet_recipient(session, sender, key, now),
        "text": incoming.text,
        "answer": reply(incoming.text).answer,
        "correlation_id": correlation_id(),
        "received_at": now,
    }
    new = session.scalar(insert(IncomingText).values(row).on_conflict_do_nothing().returning(IncomingText.id))
    if new:
        schedule(session, FOLLOW, new, now)


def follow_text(session: Session, terms: Terms, text_id: UUID) -> None:
    """Do what a text says: stop, start again, decline, accept, be there, be done, help.

    A yes or a no that may be meant for one of several things does nothing: we ask which. At a visit a no, or a word for
    help, calls the coordinators. Who did not get what was promised is asked why. What is not understood, or leads to
    nothing, waits for one of us to read it, and is answered with help once a day, but not after a stop.
    """
    text = session.get(IncomingText, text_id, with_for_update={"key_share": True})
    if text is None:
        return  # its sender was erased
    understood = reply(text.text)
    cause = Cause(text.received_at, text.correlation_id)
    if understood.answer is Answer.STOP:
        if _stopped(session, text, cause):
            write_back(session, terms, text, Purpose.STOP_CONFIRMED, understood, cause)
    elif understood.answer is Answer.START:
        allow_again(session, text.recipient_id, source=f"text {text.id}", now=cause.at)
        write_back(session, terms, text, Purpose.START_CONFIRMED, understood, cause)
    else:
        _follow_word(session, terms, text, understood, cause)


def _follow_word(session: Session, terms: Terms, text: IncomingText, understood: Reply, cause: Cause) -> None:
    """What is said at a visit is about the visit, but for a reason that we have asked for, or an answer to a question.

    A call that is lost is worse than one too many, so a no is one whatever was written since.
    """
    at = where_they_are(session, text)
    if at and understood.answer in (Answer.NO, Answer.HELP):
        _tell(session, text, at, Answer.NO)
        return
    may_be_reason = understood.answer is Answer.UNKNOWN and not (at and why_not(text.text) is None)
    if not (may_be_reason and _follow_reason(session, text)):
        _follow_answer(session, terms, text, understood, cause, at)


def _follow_reason(session: Session, text: IncomingText) -> bool:
    """Take a text for the answer to why they did not get it; False where that was not asked.

    A reason in words of their own waits for one of us to read it, without our help text: we have asked for them.
    """
    awaited = reason_awaited(session, text.recipient_id, text.received_at - ASKED_WHY)
    if awaited is None:
        return False
    text.about, text.subject_id, version = awaited
    if (code := why_not(text.text)) is None:
        text.unclear = True
    else:
        received = ReplyReceived(answer=Answer.NO, about=text.about, subject_id=text.subject_id, why_not=code)
        publish(session, received, subject=text.subject_id, version=version)
    return True


def _follow_answer(
    session: Session, terms: Terms, text: IncomingText, understood: Reply, cause: Cause, at: Subject | None
) -> None:
    questions = _questions(session, text, understood.answer)
    waiting = unanswered(session, text, questions)
    subject = meant(session, text, understood.answer, questions, waiting)
    if subject:
        ask_why = understood.answer is Answer.NO and subject.about == About.REFERRAL
        if ask_why and not _asked_why(session, text, subject):
            reasons = numbered(speaks(session, text))
            write_back(session, terms, text, Purpose.WHY_NOT, Reply(Answer.NO), cause, reasons=reasons)
        _tell(session, text, subject, understood.answer)
    elif questions:
        ask_which(session, terms, text, understood, cause, waiting)
    elif at:
        text.about, text.subject_id, text.unclear = at.about, at.subject_id, True
        if not was_answered(session, text.recipient_id, Purpose.AT_VISIT, text.received_at - TOLD_ONCE_IN):
            write_back(session, terms, text, Purpose.AT_VISIT, understood, cause)
    else:
        pass_on(session, terms, text, understood, cause, text.received_at - TOLD_ONCE_IN)


def _questions(session: Session, text: IncomingText, said: Answer) -> list[Question]:
    asked = said in (Answer.YES, Answer.NO)
    return open_questions(session, text.recipient_id, text.received_at) if asked else []


def _tell(session: Session, text: IncomingText, subject: Subject, said: Answer) -> None:
    """Tell whose thing it is what was said about it."""
    text.about, text.subject_id = subject.about, subject.subject_id
    phone = preferences(session, text.recipient_id).address if subject.about == About.VISIT else ""
    received = ReplyReceived(answer=said, about=subject.about, subject_id=subject.subject_id, phone=phone)
    publish(session, received, subject=subject.subject_id, version=subject.version)


def _asked_why(session: Session, text: IncomingText, subject: Subject) -> bool:
    """Whether a no of before about the same was answered with that question: a no twice is one no."""
    awaited = reason_awaited(session, text.recipient_id, text.received_at - ASKED_WHY)
    return awaited is not None and awaited[1] == subject.subject_id


def _stopped(session: Session, text: IncomingText, cause: Cause) -> bool:
    """Send nothing more to this phone; False if that was so already."""
    source = f"text {text.id}"
    return suppress(session, text.recipient_id, kind="stop", reason="asked by text", source=source, now=cause.at)
