"""The facts of a period, out of every source."""

from collections.abc import Collection
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.events.evidence.domain import Fact, Period
from services.events.evidence.queries.sources import SOURCES
from services.events.mediation.domain import ZONE
from shared.database import moment


def facts(session: Session, organisation_ids: Collection[UUID], period: Period) -> list[Fact]:
    """What these organisations did in the period, added up where all that is told of it is alike, in order."""
    asked = {"own": list(organisation_ids), "first": period.first, "last": period.last}
    rows = (row for source in SOURCES for row in session.execute(source.statement, asked).mappings())
    return sorted(Fact(**dict(row) | {"number": int(row["number"]), "minutes": int(row["minutes"])}) for row in rows)


def period_of(session: Session, first: date | None, last: date | None) -> Period:
    """The period asked for; without its ends, this year until today. Raises PeriodIsWrong."""
    today = moment(session).astimezone(ZoneInfo(ZONE)).date()
    end = last or today
    return Period(first or end.replace(month=1, day=1), end)


def counted_services() -> list[str]:
    """The services that something is counted for here."""
    return [str(service) for source in SOURCES for service in source.services]
