"""What `volunteers` tells of help is noted as facts without persons."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.evidence.domain import ASSISTANCE, ENDED
from services.events.evidence.models import AssistanceFact
from services.events.mediation.domain import ZONE, TargetGroup
from services.events.organisations.models import Organisation
from shared.contracts.volunteers import RequestFacts


def note_opened(session: Session, told: RequestFacts, target_group: str, at: datetime) -> None:
    """Note that help was asked for, `at` that moment; what is told twice, or after its end, counts once."""
    group = target_group if target_group in set(TargetGroup) else TargetGroup.UNSAID
    first = {"target_group": group, "asked_on": _day(at)}
    _note(session, told, first, first)


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How help ended: its outcome, the code of a reason, and how many helped, or would have."""

    outcome: str
    reason: str
    helpers: int


def note_closed(session: Session, told: RequestFacts, ended: End, *, at: datetime, version: int) -> None:
    """Note how it ended, `at` that moment; an older message, or an end that we do not know, changes nothing.

    Minutes are those that were planned, of each who helped, and count only where help was given.
    """
    if ended.outcome not in ENDED:
        return
    lasted = int((told.errand.ends_at - told.errand.starts_at).total_seconds() // 60)
    end: dict[str, object] = {"outcome": ended.outcome, "reason": ended.reason, "version": version}
    end["minutes"] = max(lasted, 0) * ended.helpers if ended.outcome == "done" else 0
    _note(session, told, {"target_group": TargetGroup.UNSAID, "asked_on": _day(at)} | end, end, newer_than=version)


def _note(
    session: Session,
    told: RequestFacts,
    new: dict[str, object],
    later: dict[str, object],
    newer_than: int | None = None,
) -> None:
    """Write what is `new`, or change by `later` what is known. Foreign kinds and organisations are not ours."""
    ours = select(Organisation.id).where(Organisation.id == told.organisation_id)
    if told.errand.kind not in ASSISTANCE or session.scalar(ours) is None:
        return
    facts = {"id": told.request_id, "organisation_id": told.organisation_id, "kind": told.errand.kind}
    added = insert(AssistanceFact).values(facts | {"language": told.person.language} | new)
    older = None if newer_than is None else AssistanceFact.version < newer_than
    session.execute(added.on_conflict_do_update(index_elements=["id"], set_=later, where=older))


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()
