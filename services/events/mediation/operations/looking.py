"""Staff look at referrals: each look is noted before anything is shown."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.mediation import queries
from services.events.mediation.domain import Links
from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.organisations.operations import note


def read_referral(session: Session, links: Links, person: Person, referral_id: UUID) -> dict[str, Any]:
    """One referral with all that is known of it. Raises NotFound for a foreign one, and Forbidden."""
    organisation_id = queries.organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    note(session, organisation_id, person.id, "referral_read", referral_id)
    return queries.referral(session, links, referral_id)


def read_referrals(
    session: Session, person: Person, show: str, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The referrals of the person's organisations that `show` names (`domain.Show`), newest first.

    Also says after which the next page begins. The look is noted at each organisation.
    """
    own = [organisation_id for organisation_id, role in person.roles.items() if role in HELPERS]
    for organisation_id in own:
        note(session, organisation_id, person.id, "referrals_read", organisation_id)
    return queries.referrals(session, own, show, limit=limit, after=after)
