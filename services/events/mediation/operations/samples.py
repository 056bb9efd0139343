"""Sample requests out of readable files (`services/events/samples/mediation`), for trying the system out."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.directory.domain import id_of
from services.events.mediation.domain import ZONE, By, Consent, Links, State
from services.events.mediation.models import Referral
from services.events.mediation.operations.asking import EVERYTHING, Need, Reach, ask_by_person
from services.events.mediation.queries import service_asked_for
from services.events.organisations.operations import sample_day
from services.events.organisations.queries import an_owner
from shared import addresses


def load_requests(session: Session, links: Links, served: Collection[str], facts: dict[str, Any]) -> bool:
    """Ask what a sample file's people ask of services that the organisation it names keeps; they wait for its yes.

    Of requests that ended before, the person has been forgotten: what stays is what is counted.
    Nothing happens, and False is returned, if the organisation has referrals already.
    """
    (keeper_id,) = an_owner(session, facts["keeper"]).roles
    if session.scalar(select(Referral.id).where(Referral.organisation_id == keeper_id).limit(1)) is not None:
        return False
    for one in facts.get("ended", ()):
        _ended(session, keeper_id, one)
    for one in facts["requests"]:
        reach = Reach(language=one["language"], phone=addresses.phone(one["phone"]), served=served)
        need = Need(reach=reach, shares=EVERYTHING, **{name: one[name] for name in ("name", "target_group", "need")})
        asker = None
        if "asker_name" in one:
            phone = addresses.phone(one["asker_phone"])
            asker = (one["asker_name"], Reach(language=one["asker_language"], phone=phone, served=served))
        ask_by_person(session, links, UUID(id_of(f"service:{one['service']}")), need, asker=asker)
    return True


def _ended(session: Session, keeper_id: UUID, facts: dict[str, Any]) -> None:
    """So many `times` somebody got the service (`known`) or was refused it for a reason, and was forgotten since."""
    service_id = UUID(id_of(f"service:{facts['service']}"))
    service = service_asked_for(session, service_id)
    day = sample_day(session, facts)
    asked_at = datetime.combine(day, time(10), ZoneInfo(ZONE))
    for _time in range(facts.get("times", 1)):
        referral = Referral(id=uuid7(), organisation_id=keeper_id, service_id=service_id, service=service["name"])
        referral.provider_name, referral.provider_language = service["provider"], "lt"
        referral.state, referral.by, referral.channel = State(facts["state"]), By.PERSON, "none"
        referral.target_group, referral.language = facts["target_group"], facts["language"]
        referral.shares, referral.consent_how, referral.consent_on = [], Consent.IN_PERSON, day
        referral.created_at = referral.opened_at = referral.ended_at = referral.wiped_at = asked_at
        referral.reason, referral.got_it = facts.get("reason"), True if facts["state"] == State.KNOWN else None
        session.add(referral)
    session.flush()
