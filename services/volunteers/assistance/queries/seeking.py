"""Who is asked next: own volunteers of the place, then of other places, then those of partners who agreed.

Nothing here changes anything, so that nothing slow happens while a request is locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Match
from services.volunteers.assistance.domain.requests import Kind
from services.volunteers.assistance.domain.waves import asked_at_once
from services.volunteers.assistance.models import PartnerAsk, Request
from services.volunteers.assistance.queries.candidates import best
from services.volunteers.assistance.queries.partners import agreed, unasked


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The volunteers whom the next wave may ask, best first, one more than it will if there are more.

    `called` is the step of the history, `number` counts the waves among these volunteers, `ask` is the agreement of a
    partner in whose name they are asked. Where there are none, `partners` (id, name) can be asked for theirs.
    """

    called: str = ""
    number: int = 0
    fit: Sequence[Match] = ()
    ask: PartnerAsk | None = None
    partners: Sequence[tuple[UUID, str]] = ()


def next_of(session: Session, request: Request, now: datetime) -> Next:
    """Whom to ask next for an open request. At the screen nobody is asked who is not on duty there."""
    number = request.wave + 1
    most = asked_at_once(request.kind, number) + 1
    if fit := best(session, request, now, most):
        return Next(called=f"wave_{min(number, 3)}", number=number, fit=fit)
    if request.kind == Kind.KIOSK_HELP:
        return Next()
    if fit := best(session, request, now, most, everywhere=True):
        return Next(called="wave_wider", number=number, fit=fit)
    return _among_partners(session, request, now)


def _among_partners(session: Session, request: Request, now: datetime) -> Next:
    """A partner of whose volunteers nobody fits is not asked: a yes would change nothing, and the wait cost time."""
    for ask, waves in agreed(session, request.id):
        most = asked_at_once(request.kind, waves + 1) + 1
        if fit := _best_of(session, request, now, most, ask.organisation_id):
            return Next(called="wave_partners", number=waves + 1, fit=fit, ask=ask)
    could = [
        (one.organisation_id, one.name)
        for one in unasked(session, request)
        if _best_of(session, request, now, 1, one.organisation_id)
    ]
    return Next(partners=could)


def _best_of(session: Session, request: Request, now: datetime, most: int, partner: UUID) -> list[Match]:
    """A partner's volunteers who fit: of the place, and where there are none, of other places."""
    here = best(session, request, now, most, partner=partner)
    return here or best(session, request, now, most, partner=partner, everywhere=True)
