"""What `notifications` tells of campaigns is noted as counts without persons."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.evidence.domain import FATES, Outcome, group_of, language_of
from services.events.evidence.models import CampaignFact
from services.events.mediation.domain import ZONE
from services.events.organisations.models import Organisation
from shared.contracts.notifications import Fates


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Which campaign: whose it is, what it is about, and when it began (a moment with offset)."""

    id: UUID
    organisation_id: UUID
    topic: str
    began_at: datetime


def note_campaign(session: Session, campaign: Begun, counted: Iterable[Fates], version: int) -> None:
    """Note to how many a campaign went and what became of it; an older message or a foreign organisation's is not."""
    if session.scalar(select(Organisation.id).where(Organisation.id == campaign.organisation_id)) is None:
        return
    added: Counter[tuple[str, str, str]] = Counter()
    for one in counted:
        outcome = FATES.get(one.fate, Outcome.OPEN)
        added[group_of(one.target_group), language_of(one.language), outcome] += one.number
    names = ("target_group", "language", "outcome")
    counts = [dict(zip(names, key, strict=True)) | {"number": number} for key, number in sorted(added.items())]
    new = insert(CampaignFact).values(
        id=campaign.id,
        organisation_id=campaign.organisation_id,
        topic=campaign.topic,
        began_on=campaign.began_at.astimezone(ZoneInfo(ZONE)).date(),
        counts=counts,
        version=version,
    )
    later = {"counts": new.excluded.counts, "version": new.excluded.version}
    newer = CampaignFact.version < version
    session.execute(new.on_conflict_do_update(index_elements=["id"], set_=later, where=newer))
