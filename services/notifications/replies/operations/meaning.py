"""What a text is about: the visit at which its sender is, a question of ours, or what we last wrote to them about."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About
from services.notifications.messages.queries.about import Subject, live_subject
from services.notifications.messages.queries.promises import EARLY, UNDER_WAY, promised_visit, visit_under_way
from services.notifications.messages.queries.questions import Question, last_written, settled_since
from services.notifications.replies.domain import Answer
from services.notifications.replies.models import IncomingText
from services.notifications.replies.queries import accepted, arrived_at


def where_they_are(session: Session, text: IncomingText) -> Subject | None:
    """The visit at which the sender of a text is, by the clock or by what they have texted."""
    arrived = arrived_at(session, text.recipient_id, text.received_at - UNDER_WAY - EARLY)
    return visit_under_way(session, text.recipient_id, text.received_at, arrived)


def unanswered(session: Session, text: IncomingText, questions: Sequence[Question]) -> list[Question]:
    """The questions to which they have not said yes by text."""
    said_yes = accepted(session, text.recipient_id, [question.subject.subject_id for question in questions])
    return [question for question in questions if question.subject.subject_id not in said_yes]


def meant(
    session: Session, text: IncomingText, said: Answer, questions: Sequence[Question], waiting: Sequence[Question]
) -> Subject | None:
    """What a word is about. Whoever is there, or done, speaks of the visit they have promised.

    None where it is about nothing, or about one of several things.
    """
    if said in (Answer.ARRIVED, Answer.DONE):
        over = said is Answer.DONE
        return promised_visit(session, text.recipient_id, text.received_at, over=over)
    if said is Answer.NO:
        return _declined(session, text, questions)
    return _accepted(session, text, questions, waiting) if questions else None


def _declined(session: Session, text: IncomingText, questions: Sequence[Question]) -> Subject | None:
    """What a no is about: what we last wrote to them about, if it can be declined.

    A no after news that takes none (that a volunteer comes, say) must not cancel something else that was written about
    before. While we ask whether all is well at a visit, a no calls for help there.
    """
    if alarming := [one.subject for one in questions if one.subject.about == About.VISIT]:
        return alarming[0]
    subject = live_subject(session, text.recipient_id, text.received_at)
    return subject if subject and subject.declinable else None


def _accepted(
    session: Session, text: IncomingText, questions: Sequence[Question], waiting: Sequence[Question]
) -> Subject | None:
    """Which open question a yes answers: the one written last of all, else the only one that waits; or we ask.

    It may also be meant for what has just been settled, and a yes too many must not promise another day. Where they
    have said yes to all, it is said again.
    """
    newest = questions[0].subject
    if not waiting or (newest.about, newest.subject_id) == last_written(session, text.recipient_id):
        return newest
    alone = len(waiting) == 1 and not settled_since(session, text.recipient_id, waiting[0].subject.written)
    return waiting[0].subject if alone else None
