"""Who is asked next: own volunteers of the place, then of other places, then those of partners who agreed.

Before all of them, of weekly help, whoever helped the week before; of a ride with a way back, whoever has promised the
other way. So a way back waits until somebody has taken its way there.
Nothing here changes anything, so that nothing slow happens while a request is locked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Match
from services.volunteers.assistance.domain.requests import Kind
from services.volunteers.assistance.domain.states import HELD
from services.volunteers.assistance.domain.waves import FAMILIAR, OTHER_WAY, asked_at_once, goes_first, has_time_for_one
from services.volunteers.assistance.models import PartnerAsk, Request
from services.volunteers.assistance.queries.matches import best, best_of_each, fit_among
from services.volunteers.assistance.queries.partners import agreed, unasked
from services.volunteers.assistance.queries.weeks import helpers_before, other_way


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The volunteers whom the next wave may ask, best first, one more than it will if there are more.

    `called` is the step of the history, `number` counts the waves among these volunteers, `ask` is the agreement of a
    partner in whose name they are asked. Where there are none, `partners` (id, name) can be asked for theirs. A way
    back for which nobody is asked yet `waits_until` then at the latest.
    """

    called: str = ""
    number: int = 0
    fit: Sequence[Match] = ()
    ask: PartnerAsk | None = None
    partners: Sequence[tuple[UUID, str]] = ()
    waits_until: datetime | None = None


def next_of(session: Session, request: Request, now: datetime) -> Next:
    """Whom to ask next for an open request. At the screen nobody is asked who is not on duty there."""
    if fit := _familiar(session, request, now):
        return Next(called="wave_familiar", number=FAMILIAR, fit=fit)
    if found := _by_other_way(session, request, now):
        return found
    number = request.wave + 1
    most = asked_at_once(request.kind, number) + 1
    if fit := best(session, request, now, most):
        return Next(called=f"wave_{min(number, 3)}", number=number, fit=fit)
    if request.kind == Kind.KIOSK_HELP:
        return Next()
    if fit := best(session, request, now, most, everywhere=True):
        return Next(called="wave_wider", number=number, fit=fit)
    return _among_partners(session, request, now)


def _familiar(session: Session, request: Request, now: datetime) -> list[Match]:
    """Whoever helped the week before and fits, whatever places they name: they have been there.

    Who came in a partner's name has not allowed us to ask them, and comes in with that partner's volunteers.
    """
    if request.sought_from is None or request.wave or not has_time_for_one(now, request.gives_up_at):
        return []
    helped = helpers_before(session, request)
    return fit_among(session, request, now, helped) if helped else []


def _by_other_way(session: Session, request: Request, now: datetime) -> Next | None:
    """Whoever has promised the other way and fits, before anybody else was asked; a way back waits for them.

    Who drives in a partner's name has not allowed us to ask them, and comes first among that partner's volunteers.
    """
    other = None if request.wave else other_way(session, request)
    if other is None:
        return None
    if other.state in HELD:
        fit = [one for one in best(session, request, now, other.wanted, everywhere=True) if one.candidate.other_way]
        return Next(called="wave_other_way", number=OTHER_WAY, fit=fit) if fit else None
    waits = goes_first(other.state, other.wave, alarmed=other.alarm is not None) and now < other.gives_up_at
    return Next(waits_until=other.gives_up_at) if request.leg_of and waits else None


def _among_partners(session: Session, request: Request, now: datetime) -> Next:
    """A partner of whose volunteers nobody fits is not asked: a yes would change nothing, and the wait cost time."""
    asked = [(ask, waves + 1) for ask, waves in agreed(session, request.id)]
    most = max((asked_at_once(request.kind, number) + 1 for _ask, number in asked), default=0)
    theirs = _best_of_each(session, request, now, most, [ask.organisation_id for ask, _number in asked])
    for ask, number in asked:
        if fit := theirs.get(ask.organisation_id):
            fit = fit[: asked_at_once(request.kind, number) + 1]
            return Next(called="wave_partners", number=number, fit=fit, ask=ask)
    could = {one.organisation_id: one.name for one in unasked(session, request)}
    fitting = _best_of_each(session, request, now, 1, could)
    return Next(partners=[(id_, name) for id_, name in could.items() if id_ in fitting])


def _best_of_each(
    session: Session, request: Request, now: datetime, most: int, partners: Collection[UUID]
) -> dict[UUID, list[Match]]:
    """Each partner's volunteers who fit: of the place, and where there are none, of other places."""
    here = best_of_each(session, request, now, most, partners, everywhere=False)
    others = [one for one in partners if one not in here]
    return best_of_each(session, request, now, most, others, everywhere=True) | here
