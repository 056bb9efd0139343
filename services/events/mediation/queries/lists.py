"""The board of referrals: what waits for us, what for them, what was answered, and whom to call."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, text, true
from sqlalchemy.orm import Session

from services.events.mediation.domain import ANSWERED, ASKED_BY_STAFF, NEWS, Show, State
from services.events.mediation.models import Referral

UNHEARD = or_(Referral.channel == "none", Referral.unreached.is_not(None))
SILENT = and_(Referral.state == State.FOLLOWED_UP, Referral.followed_up_at < func.now() - text("interval '7 days'"))
"""Who was asked a week ago how it went, and said nothing."""
BY_HAND = and_(Referral.state == State.OPEN, or_(Referral.provider_email.is_(None), Referral.unreached.is_not(None)))
"""A provider whom nobody can write to, or whom what was written did not reach."""
NOT_HELPED = and_(Referral.state == State.KNOWN, Referral.got_it.is_(False))
"""Who did not get what was promised: we have said that we help on."""
_BY_STAFF = [getattr(Referral, name).is_not(None) == there for name, there in ASKED_BY_STAFF.items()]
NOBODY_OF_US = not_(and_(*_BY_STAFF))
"""Nobody of the staff asked for the person, so that none is told how it ends."""
FELL_THROUGH = and_(Referral.state.in_((State.REFUSED, State.EXPIRED)), NOBODY_OF_US)
"""It came to nothing, and a relative alone has heard it: somebody has to look for another way."""
TO_CALL = and_(
    Referral.wiped_at.is_(None),
    Referral.called_version < Referral.version,
    or_(BY_HAND, SILENT, NOT_HELPED, FELL_THROUGH, and_(Referral.state.in_(NEWS), UNHEARD)),
)
PARTS: dict[Show, ColumnElement[bool]] = {
    Show.OURS: Referral.state == State.ASKED,
    Show.THEIRS: Referral.state == State.OPEN,
    Show.CALL: TO_CALL,
    Show.ANSWERED: Referral.state.in_(ANSWERED),
    Show.ALL: true(),
}
COLUMNS = (
    *(Referral.id, Referral.service, Referral.provider_name, Referral.state, Referral.name, Referral.language),
    *(Referral.created_at, Referral.expires_at, Referral.appointment_at, Referral.got_it, Referral.wiped_at),
    *(Referral.organisation_id, Referral.service_id, Referral.by, Referral.target_group, Referral.reason),
    *(Referral.version, Referral.why_not, TO_CALL.label("to_call")),
)


def referrals(
    session: Session, organisation_ids: Collection[UUID], show: str, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The organisations' referrals of one part of the board, newest first; and after which the next page begins."""
    wanted = select(*COLUMNS).where(Referral.organisation_id.in_(organisation_ids), PARTS[Show(show)])
    if after is not None:
        wanted = wanted.where(Referral.id < UUID(after[0]))
    rows = [dict(row) for row in session.execute(wanted.order_by(Referral.id.desc()).limit(limit + 1)).mappings()]
    return rows[:limit], str(rows[limit - 1]["id"]) if len(rows) > limit else None


def counts(session: Session, organisation_ids: Collection[UUID]) -> dict[str, int]:
    """How many referrals each part of the board has."""
    counted = (func.count().filter(part).label(show) for show, part in PARTS.items())
    row = session.execute(select(*counted).where(Referral.organisation_id.in_(organisation_ids))).mappings().one()
    return dict(row)
