"""Writes: what we write back by ourselves to a text that leads to nothing by itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Cause, Terms
from services.notifications.messages.domain.wording import moment
from services.notifications.messages.operations.answers import Request, answer
from services.notifications.messages.queries.promises import EARLY, Promise, promises_ahead
from services.notifications.messages.queries.questions import Question
from services.notifications.recipients.domain import Channel, Purpose
from services.notifications.recipients.queries import language_of, preferences
from services.notifications.replies.domain import Answer, Reply
from services.notifications.replies.models import IncomingText
from services.notifications.replies.queries import has_promised, was_answered
from shared.languages import DEFAULT

LISTED = 3
"""So many things are listed when we ask which is meant; an SMS has no room for more."""


def write_back(
    session: Session,
    terms: Terms,
    text: IncomingText,
    purpose: Purpose,
    understood: Reply,
    cause: Cause,
    **more: str,
) -> None:
    """Write back in the language that the sender reads."""
    values = {"sender": terms.sender, "phone": terms.phone, **more}
    request = Request(text.id, text.recipient_id, _language(session, text, understood))
    answer(session, terms, request, purpose, values, cause)


def ask_which(
    session: Session, terms: Terms, text: IncomingText, understood: Reply, cause: Cause, waiting: Sequence[Question]
) -> None:
    """Ask which of several questions a yes or a no is meant for; each link takes it.

    A no may be meant for a promise as well, of which no text releases anybody: then one of us reads it, too.
    """
    if understood.answer is Answer.YES:
        write_back(session, terms, text, Purpose.WHICH_MEANT, understood, cause, questions=_lines(waiting))
        return
    promises = promises_ahead(session, text.recipient_id, text.received_at)
    text.unclear = bool(promises)
    lines = _lines([*waiting, *promises])
    write_back(session, terms, text, Purpose.WHICH_DECLINED, understood, cause, questions=lines)


def pass_on(
    session: Session, terms: Terms, text: IncomingText, understood: Reply, cause: Cause, since: datetime
) -> None:
    """Let one of us read a text that leads to nothing, and write back what its sender can do; help, once since then.

    Whoever has promised something and says no reads where to take it back: no text releases anybody, since nobody
    knows which of several is meant. Who is there too early reads from when on it counts.
    """
    said = understood.answer
    promises = promises_ahead(session, text.recipient_id, text.received_at)
    visits = [promise for promise in promises if promise.is_visit]
    at_visit = said in (Answer.ARRIVED, Answer.DONE)
    text.unclear = said is not Answer.HELP
    if at_visit and visits:
        language = _language(session, text, understood)
        when = moment(visits[0].starts_at - EARLY, terms.zone, Channel.SMS, language)
        write_back(session, terms, text, Purpose.TOO_EARLY, understood, cause, when=when)
    elif said is Answer.NO and promises:
        lines = f"\n{_lines(promises)}"
        write_back(session, terms, text, Purpose.PASSED_ON, understood, cause, promises=lines)
    elif at_visit and has_promised(session, text.recipient_id):
        write_back(session, terms, text, Purpose.PASSED_ON, understood, cause, promises="")
    elif not (text.unclear and _wants_no_help(session, text, since)):
        write_back(session, terms, text, Purpose.HELP_ANSWER, understood, cause)


def speaks(session: Session, text: IncomingText) -> str:
    """The language in which its sender is written to."""
    return language_of(session, text.recipient_id) or DEFAULT


def _language(session: Session, text: IncomingText, understood: Reply) -> str:
    """That of the word, else the person's own; plain Lithuanian stays plain."""
    own = speaks(session, text)
    spoken = understood.language or own
    return own if own.startswith(spoken) else spoken


def _lines(things: Sequence[Question | Promise]) -> str:
    return "\n".join(f"{one.words}: {one.link}".removeprefix(": ") for one in things[:LISTED])


def _wants_no_help(session: Session, text: IncomingText, since: datetime) -> bool:
    """Whether who did not ask for help has said stop, or has had help a short while ago."""
    stopped = not preferences(session, text.recipient_id).wanted
    return stopped or was_answered(session, text.recipient_id, Purpose.HELP_ANSWER, since)
