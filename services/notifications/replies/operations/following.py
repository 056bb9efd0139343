"""Writes: a text that somebody sends us is kept at once, and followed by the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.messages.operations.answers import Request, answer
from services.notifications.messages.queries.about import Subject, live_subject, promised_visit
from services.notifications.messages.queries.questions import Question, last_written, open_questions, settled_since
from services.notifications.recipients.domain import Address, Channel, Purpose, address
from services.notifications.recipients.operations import allow_again, meet_recipient, suppress
from services.notifications.recipients.queries import language_of, preferences
from services.notifications.replies.domain import Answer, Reply, numbered, reply, why_not
from services.notifications.replies.models import IncomingText
from services.notifications.replies.queries import accepted, had_help, reason_awaited
from shared.contracts.notifications import ReplyReceived
from shared.languages import DEFAULT
from shared.logs import correlation_id
from shared.messaging.due import schedule
from shared.messaging.outbox import publish

FOLLOW = "follow_text"
"""Kind of the due row that lets the worker do what a text says."""
HELP_ONCE_IN = timedelta(days=1)
ASKED_WHY = timedelta(days=7)
"""So long after a no a number, or words, may say why."""
LISTED = 3
"""So many open questions are listed when we ask which is meant; an SMS has no room for more."""


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

    A yes that may be meant for one of several questions does nothing: we ask which. Who did not get what was promised
    is asked why. What is not understood, or leads to nothing, waits for one of us to read it, and is answered with help
    once a day, but not after a stop.
    """
    text = session.get(IncomingText, text_id, with_for_update={"key_share": True})
    if text is None:
        return  # its sender was erased
    understood = reply(text.text)
    cause = Cause(text.received_at, text.correlation_id)
    if understood.answer is Answer.STOP:
        if _stopped(session, text, cause):
            _answer(session, terms, text, Purpose.STOP_CONFIRMED, understood, cause)
    elif understood.answer is Answer.START:
        allow_again(session, text.recipient_id, source=f"text {text.id}", now=cause.at)
        _answer(session, terms, text, Purpose.START_CONFIRMED, understood, cause)
    elif understood.answer is not Answer.UNKNOWN or not _follow_reason(session, text):
        _follow_answer(session, terms, text, understood, cause)


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


def _follow_answer(session: Session, terms: Terms, text: IncomingText, understood: Reply, cause: Cause) -> None:
    questions = open_questions(session, text.recipient_id, text.received_at) if understood.answer is Answer.YES else []
    said_yes = accepted(session, text.recipient_id, [question.subject.subject_id for question in questions])
    waiting = [question for question in questions if question.subject.subject_id not in said_yes]
    subject = _meant(session, text, questions, waiting) if questions else _subject(session, text, understood)
    if subject:
        ask_why = understood.answer is Answer.NO and subject.about == About.REFERRAL
        if ask_why and not _asked_why(session, text, subject):
            own = language_of(session, text.recipient_id) or DEFAULT
            _answer(session, terms, text, Purpose.WHY_NOT, Reply(Answer.NO), cause, reasons=numbered(own))
        text.about, text.subject_id = subject.about, subject.subject_id
        phone = preferences(session, text.recipient_id).address if subject.about == About.VISIT else ""
        received = ReplyReceived(
            answer=understood.answer, about=subject.about, subject_id=subject.subject_id, phone=phone
        )
        publish(session, received, subject=subject.subject_id, version=subject.version)
    elif questions:
        lines = "\n".join(f"{one.words}: {one.link}".removeprefix(": ") for one in waiting[:LISTED])
        _answer(session, terms, text, Purpose.WHICH_MEANT, understood, cause, questions=lines)
    else:
        text.unclear = understood.answer is not Answer.HELP
        if not (text.unclear and _wants_no_help(session, text)):
            _answer(session, terms, text, Purpose.HELP_ANSWER, understood, cause)


def _asked_why(session: Session, text: IncomingText, subject: Subject) -> bool:
    """Whether a no of before about the same was answered with that question: a no twice is one no."""
    awaited = reason_awaited(session, text.recipient_id, text.received_at - ASKED_WHY)
    return awaited is not None and awaited[1] == subject.subject_id


def _wants_no_help(session: Session, text: IncomingText) -> bool:
    """Whether who did not ask for help has said stop, or has had help a short while ago."""
    stopped = not preferences(session, text.recipient_id).wanted
    return stopped or had_help(session, text.recipient_id, text.received_at - HELP_ONCE_IN)


def _stopped(session: Session, text: IncomingText, cause: Cause) -> bool:
    """Send nothing more to this phone; False if that was so already."""
    source = f"text {text.id}"
    return suppress(session, text.recipient_id, kind="stop", reason="asked by text", source=source, now=cause.at)


def _subject(session: Session, text: IncomingText, understood: Reply) -> Subject | None:
    """What a no is about, or whoever is there, or done; a yes without an open question is about nothing.

    A no after news that takes none (that a volunteer comes, say) is for one of us to read: it must not cancel
    something else that was written about before. While we ask whether all is well at a visit, a no calls for help
    there, whatever was written since: a call that is lost is worse than one too many. Whoever is there, or done, speaks
    of the visit they have promised.
    """
    if understood.answer in (Answer.ARRIVED, Answer.DONE):
        over = understood.answer is Answer.DONE
        return promised_visit(session, text.recipient_id, text.received_at, over=over)
    if understood.answer is not Answer.NO:
        return None
    asked = open_questions(session, text.recipient_id, text.received_at)
    if alarming := [one.subject for one in asked if one.subject.about == About.VISIT]:
        return alarming[0]
    subject = live_subject(session, text.recipient_id, text.received_at)
    return subject if subject and subject.declinable else None


def _meant(session: Session, text: IncomingText, questions: list[Question], waiting: list[Question]) -> Subject | None:
    """Which open question a yes answers: the one written last of all, else the only one that waits; or we ask.

    It may also be meant for what has just been settled, and a yes too many must not promise another day. Where they
    have said yes to all, it is said again.
    """
    newest = questions[0].subject
    if not waiting or (newest.about, newest.subject_id) == last_written(session, text.recipient_id):
        return newest
    alone = len(waiting) == 1 and not settled_since(session, text.recipient_id, waiting[0].subject.written)
    return waiting[0].subject if alone else None


def _answer(
    session: Session,
    terms: Terms,
    text: IncomingText,
    purpose: Purpose,
    understood: Reply,
    cause: Cause,
    **more: str,
) -> None:
    """Write back in the language of the word, else in the person's own; plain Lithuanian stays plain."""
    own = language_of(session, text.recipient_id) or DEFAULT
    spoken = understood.language or own
    language = own if own.startswith(spoken) else spoken
    values = {"sender": terms.sender, "phone": terms.phone, **more}
    answer(session, terms, Request(text.id, text.recipient_id, language), purpose, values, cause)
