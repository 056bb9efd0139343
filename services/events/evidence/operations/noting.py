"""What `volunteers` tells of help is noted as facts without persons."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.evidence.domain import ASSISTANCE, ENDED
from services.events.evidence.models import AssistanceFact
from services.events.mediation.domain import ZONE, TargetGroup
from services.events.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a request for help is counted by, as the message of this version has it.

    `at` is a moment at which it had been asked for. `version` is 0 where the message does not tell whose need it is.
    """

    id: UUID
    organisation_id: UUID
    kind: str
    target_group: str = ""
    language: str
    at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How help ended: its outcome, the code of a reason, how many helped, or would have; told by this version."""

    outcome: str
    reason: str
    helpers: int
    planned: int
    version: int


def note_asked(session: Session, told: Counted) -> None:
    """Note that help was asked for, and for whom; what is told twice, late or after its end counts once."""
    _note(session, told, {})


def note_closed(session: Session, told: Counted, ended: End) -> None:
    """Note how it ended; an older message, or an end that we do not know, changes nothing.

    Minutes are those that were `planned`, of each who helped, and count only where help was given.
    """
    if ended.outcome not in ENDED:
        return
    end: dict[str, Any] = {"outcome": ended.outcome, "reason": ended.reason, "version": ended.version}
    end["minutes"] = max(ended.planned, 0) * ended.helpers if ended.outcome == "done" else 0
    _note(session, told, end)


def _note(session: Session, told: Counted, end: dict[str, Any]) -> None:
    """Write what is new. Foreign kinds and organisations are not ours.

    Of the days that messages name the first counts: nobody tells of help before it was asked for. Whose need it is goes
    by the newest message that tells it, as the end does.
    """
    ours = select(Organisation.id).where(Organisation.id == told.organisation_id)
    if told.kind not in ASSISTANCE or session.scalar(ours) is None:
        return
    group = told.target_group if told.target_group in set(TargetGroup) else TargetGroup.UNSAID
    facts = {"id": told.id, "organisation_id": told.organisation_id, "kind": told.kind, "asked_on": _day(told.at)}
    whose = {"target_group": group, "language": told.language, "counted_version": told.version}
    added = insert(AssistanceFact).values(facts | whose | end)
    known, told_now = AssistanceFact.__table__.c, added.excluded
    later: dict[str, Any] = {"asked_on": func.least(known.asked_on, told_now.asked_on)}
    for version, names in (("counted_version", whose), ("version", end)):
        is_newer = known[version] < told_now[version]
        later |= {name: case((is_newer, told_now[name]), else_=known[name]) for name in names}
    session.execute(added.on_conflict_do_update(index_elements=["id"], set_=later))


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()
