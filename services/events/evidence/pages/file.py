"""The report as a file for a spreadsheet, in words: every fact, or in the public copy the tables."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.events.evidence.domain import LINE_NAMES, OUTCOME_NAMES, Fact, Table, why
from services.events.mediation.domain import TARGET_GROUP_NAMES
from shared.errors import _
from shared.languages import NAMES, gettext
from shared.web.sheets import Cell

HEADS = (
    *(_("Service"), _("Month"), _("Group"), _("Language"), _("Outcome"), _("Reason")),
    *(_("How many"), _("Hours of helpers")),
)
PUBLIC = (_("Table"), _("Row"), _("Column"), _("How many"))
CALLED = {
    "outcome": _("What was done"),
    "month": _("By month"),
    "target_group": _("By group"),
    "language": _("By language"),
}
WORDS: Mapping[str, str] = {
    **{str(code): name for names in (OUTCOME_NAMES, TARGET_GROUP_NAMES, LINE_NAMES) for code, name in names.items()},
    **NAMES,
}
"""What rows and columns of the tables are called; a month is itself."""


def facts_in_words(facts: list[Fact]) -> Iterator[list[Cell]]:
    """Each fact on a line, in order; a month is its first day, and hours have two places after the comma."""
    yield [gettext(head) for head in HEADS]
    for one in sorted(facts):
        service, group, outcome = (gettext(WORDS[code]) for code in (one.line, one.target_group, one.outcome))
        reason = gettext(why(one.reason)) if one.reason else ""
        hours = round(one.minutes / 60, 2) or 0
        yield [service, one.month, group, NAMES[one.language], outcome, reason, one.number, hours]


def tables_in_words(tables: Mapping[str, Table]) -> Iterator[list[Cell]]:
    """One number of the tables on each line; one that is not shown is an empty cell."""
    yield [gettext(head) for head in PUBLIC]
    for name, one in tables.items():
        for row in one.rows:
            begin: list[Cell] = [gettext(CALLED[name]), _named(row)]
            yield from ([*begin, _named(column), one.cells[row, column]] for column in one.columns)
            yield [*begin, gettext("Total"), one.totals[row]]


def _named(key: str) -> Cell:
    return gettext(WORDS[key]) if key in WORDS else date.fromisoformat(f"{key}-01")
