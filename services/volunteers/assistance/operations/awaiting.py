"""What is waited for before somebody is asked next: a wave that runs, partners who have heard of it, the way there."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.partners import Answer
from services.volunteers.assistance.domain.states import State
from services.volunteers.assistance.domain.waves import by_day
from services.volunteers.assistance.models import PartnerAsk, Request
from services.volunteers.assistance.operations.asking import WAVE
from services.volunteers.assistance.operations.telling import OTHER_WAY, free, locked, note
from services.volunteers.assistance.queries.partners import awaited_until, wave_runs
from services.volunteers.assistance.queries.weeks import other_way
from shared.database import moment
from shared.messaging.due import schedule


def look_on(session: Session, request: Request) -> None:
    """Look for somebody to ask for a locked request, at once, at night in the morning.

    A wave that runs is not shortened: at its end we look anyway.
    """
    now = moment(session)
    if request.state == State.OPEN and not wave_runs(session, request, now):
        schedule(session, WAVE, request.id, by_day(now, request.gives_up_at, request.zone))


def look_unless_awaited(session: Session, request: Request) -> None:
    """The same where no other partner is waited for."""
    if awaited_until(session, request.id, moment(session)) is None:
        look_on(session, request)


def wake_other_way(session: Session, request: Request) -> None:
    """Let it be seen, soon, that somebody has promised this way, or that nobody is waited for any more."""
    if (other := other_way(session, request)) is not None:
        schedule(session, OTHER_WAY, other.id, moment(session))


def look_at_other_way(session: Session, request_id: UUID) -> None:
    """Look for somebody to ask for a request whose other way has gone on, unless others were asked already."""
    request = free(session, OTHER_WAY, request_id)
    if request is not None and request.state == State.OPEN and not request.wave:
        schedule(session, WAVE, request.id, by_day(moment(session), request.gives_up_at, request.zone))


def hear_written(session: Session, ask_id: UUID, people: int) -> None:
    """Keep to how many of a partner's staff a question was written; where it is nobody, nobody is waited for."""
    ask = _locked(session, ask_id)
    if ask is not None:
        before, ask.written = ask.unreached, people
        _stop_waiting(session, ask, before=before)


def hear_lost(session: Session, ask_id: UUID, message_id: UUID) -> None:
    """Keep that a mail about a question was lost; when the last was, the partner is waited for no longer.

    Nothing happens for what is no question to a partner, and when the same is heard twice.
    """
    ask = _locked(session, ask_id)
    if ask is not None and message_id not in ask.lost:
        before, ask.lost = ask.unreached, [*ask.lost, message_id]
        _stop_waiting(session, ask, before=before)


def hear_arrived(session: Session, ask_id: UUID, message_id: UUID) -> None:
    """A mail that was thought lost has arrived; what its loss has set going goes on."""
    ask = _locked(session, ask_id)
    if ask is not None:
        ask.lost = [one for one in ask.lost if one != message_id]
        session.flush()


def _locked(session: Session, ask_id: UUID) -> PartnerAsk | None:
    """The question as it is now, with its request locked; None if there is none of this id."""
    ask = session.get(PartnerAsk, ask_id)
    if ask is not None:
        locked(session, ask.request_id)
        session.refresh(ask)
    return ask


def _stop_waiting(session: Session, ask: PartnerAsk, *, before: bool) -> None:
    session.flush()
    request = session.get_one(Request, ask.request_id)
    if ask.unreached and not before and (ask.state, request.state) == (Answer.ASKED, State.OPEN):
        note(session, request.id, "partner_unreached", "clock", said=ask.name)
        look_unless_awaited(session, request)
