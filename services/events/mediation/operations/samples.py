"""Sample requests out of readable files (`services/events/samples/mediation`), for trying the system out."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.directory.domain import id_of
from services.events.mediation.domain import Links
from services.events.mediation.models import Referral
from services.events.mediation.operations.asking import EVERYTHING, Need, Reach, ask_by_person
from services.events.organisations.queries import an_owner
from shared import addresses


def load_requests(session: Session, links: Links, served: Collection[str], facts: dict[str, Any]) -> bool:
    """Ask what a sample file's people ask of services that the organisation it names keeps; they wait for its yes.

    Nothing happens, and False is returned, if the organisation has referrals already.
    """
    (keeper_id,) = an_owner(session, facts["keeper"]).roles
    if session.scalar(select(Referral.id).where(Referral.organisation_id == keeper_id).limit(1)) is not None:
        return False
    for one in facts["requests"]:
        reach = Reach(language=one["language"], phone=addresses.phone(one["phone"]), served=served)
        need = Need(reach=reach, shares=EVERYTHING, **{name: one[name] for name in ("name", "target_group", "need")})
        asker = None
        if "asker_name" in one:
            phone = addresses.phone(one["asker_phone"])
            asker = (one["asker_name"], Reach(language=one["asker_language"], phone=phone, served=served))
        ask_by_person(session, links, UUID(id_of(f"service:{one['service']}")), need, asker=asker)
    return True
