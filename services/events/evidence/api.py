"""The JSON route of reports, for staff."""

from typing import Any

from sqlalchemy.orm import Session

from services.events.evidence import queries
from services.events.evidence.domain import as_csv, checksum
from services.events.evidence.schemas import Asked, ReportView
from services.events.organisations.domain import HELPERS
from services.events.organisations.queries import partners_of
from shared.web import tokens
from shared.web.rest import Api
from shared.web.rules import staff

api = Api("evidence", url_prefix="/api/events/v1")


@api.get("/reports/services", allow=staff(*HELPERS), takes=Asked, gives=ReportView)
def report(session: Session, query: dict[str, Any]) -> Any:
    """What one's organisations did in each of the eight services, without persons: counts by month, group, language."""
    period = queries.period_of(session, query["first"], query["last"])
    own = tokens.asker().organisations(*HELPERS)
    found = queries.facts(session, own, period)
    spread = {
        "websites": queries.shown_by(session, partners_of(session, own) | dict.fromkeys(own), period),
        "campaigns": queries.spread(session, own, period),
    }
    told = {"first": period.first, "last": period.last, "checksum": checksum(as_csv(found))}
    return told | {"counted": queries.counted_services(), "items": found} | spread
