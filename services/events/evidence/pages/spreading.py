"""What of the report was spread: websites that showed what is on, and campaigns, as tables and as a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.evidence import queries
from services.events.evidence.domain import NOBODYS, Period, Shown, Spread, Table, for_everybody, shown_tables, small
from services.events.organisations.queries import organisations, partners_of
from shared.errors import _
from shared.languages import LANGUAGES, NAMES, gettext
from shared.web.sheets import Cell

SHOWN_NAMES = {"programme": _("Programme"), "board": _("News"), "services": _("Services")}
TOPIC_NAMES = {
    "events": _("Events"),
    "services": _("Services and help"),
    "jobs": _("Jobs"),
    "living": _("Living here"),
    "integration": _("Language and settling in"),
}
UNNAMED = _("Websites that do not say whose they are")
SITE_HEADS = (_("Website of"), _("Month"), _("What was shown"), _("Language"), _("How often"))


def shown(session: Session, own: list[UUID], period: Period) -> tuple[list[Shown], dict[str, str]]:
    """How often websites of one's organisations and of their partners showed something, and what sites are called."""
    theirs = partners_of(session, own) | dict.fromkeys(own)
    found = [{"id": NOBODYS, "name": gettext(UNNAMED)}, *organisations(session, theirs.keys())]
    return queries.shown_by(session, theirs, period), {str(one["id"]): one["name"] for one in found}


def website_tables(loads: list[Shown], sites: dict[str, str], period: Period, *, public: bool) -> dict[str, Table]:
    """What was shown by language, by site and by month; in the public copy without small numbers."""
    months = [f"{month:%Y-%m}" for month in period.months()]
    languages, others = shown_tables(loads, sorted(sites, key=lambda site: (site == NOBODYS, sites[site])), months)
    if public:
        languages, others = for_everybody(languages, others)
    return {"language": languages} | others


def campaigns(found: list[Spread], *, public: bool) -> dict[str, Any]:
    """How many campaigns there were, and all that is told of them; in the public copy only their number, if not small.

    To how many people they went stands in the public tables, where small numbers of all tables are hidden together.
    """
    number = sum(one.campaigns for one in found)
    return {"number": None if public and small(number) else number, "rows": [] if public else found}


def websites_in_words(loads: list[Shown], sites: dict[str, str]) -> Iterator[list[Cell]]:
    """Each number on a line, in order; a month is its first day."""
    yield [gettext(head) for head in SITE_HEADS]
    for one in sorted(loads):
        yield [sites[one.site], one.month, gettext(SHOWN_NAMES[one.what]), NAMES[one.language], one.number]


def website_tables_in_words(tables: dict[str, Table], sites: dict[str, str]) -> Iterator[list[Cell]]:
    """The public copy: a number of the tables by site and by month on each line; one not shown is an empty cell."""
    called = {"site": gettext(_("By website")), "month": gettext(_("By month"))}
    yield [gettext(head) for head in (_("Table"), _("Row"), _("What was shown"), _("How often"))]
    for name, title in called.items():
        table = tables[name]
        for row in table.rows:
            for what in table.columns:
                yield [title, sites.get(row, row), gettext(SHOWN_NAMES[what]), table.cells[row, what]]
            yield [title, sites.get(row, row), gettext("Total"), table.totals[row]]
    for what in tables["language"].rows:
        for language in LANGUAGES:
            cells = tables["language"].cells
            yield [gettext("By language"), NAMES[language], gettext(SHOWN_NAMES[what]), cells[what, language]]
