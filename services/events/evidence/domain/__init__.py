"""Rules of evidence: what is counted, what it adds up to, and what of it may be shown to everybody."""

from services.events.evidence.domain.facts import (
    ASSISTANCE,
    COUNTED,
    ENDED,
    OUTCOME_NAMES,
    SERVICE_NAMES,
    Fact,
    Outcome,
    Period,
    PeriodIsWrong,
    Service,
    as_csv,
    checksum,
)
from services.events.evidence.domain.reasons import OTHERWISE, UNMET_NAMES
from services.events.evidence.domain.tables import Table, by, by_outcome, hidden, hours, small, table, tables_as_csv

__all__ = [
    "ASSISTANCE",
    "COUNTED",
    "ENDED",
    "OTHERWISE",
    "OUTCOME_NAMES",
    "SERVICE_NAMES",
    "UNMET_NAMES",
    "Fact",
    "Outcome",
    "Period",
    "PeriodIsWrong",
    "Service",
    "Table",
    "as_csv",
    "by",
    "by_outcome",
    "checksum",
    "hidden",
    "hours",
    "small",
    "table",
    "tables_as_csv",
]
