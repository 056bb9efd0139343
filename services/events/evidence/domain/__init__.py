"""Rules of evidence: what is counted, what it adds up to, and what of it may be shown to everybody."""

from services.events.evidence.domain.disclosure import for_everybody, reasons, together
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
from services.events.evidence.domain.reasons import why
from services.events.evidence.domain.tables import Table, by, by_outcome, hours, table, tables_as_csv, unmet

__all__ = [
    "ASSISTANCE",
    "COUNTED",
    "ENDED",
    "OUTCOME_NAMES",
    "SERVICE_NAMES",
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
    "for_everybody",
    "hours",
    "reasons",
    "table",
    "tables_as_csv",
    "together",
    "unmet",
    "why",
]
