"""The report of the eight services: tables and bars to read and to print, and the same as CSV."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.evidence import queries
from services.events.evidence.domain import (
    COUNTED,
    LINE_NAMES,
    LINES,
    OUTCOME_NAMES,
    Fact,
    Outcome,
    Period,
    Table,
    as_csv,
    by,
    by_outcome,
    checksum,
    for_everybody,
    hours,
    reasons,
    tables_as_csv,
    unmet,
)
from services.events.evidence.pages.file import facts_in_words, tables_in_words
from services.events.evidence.pages.spreading import (
    SHOWN_NAMES,
    TOPIC_NAMES,
    campaigns,
    shown,
    website_tables,
    website_tables_in_words,
    websites_in_words,
)
from services.events.evidence.schemas import Copy
from services.events.mediation.domain import TARGET_GROUP_NAMES, TargetGroup
from services.events.organisations.domain import HELPERS
from services.events.organisations.queries import organisations
from shared.errors import Invalid
from shared.languages import LANGUAGES, NAMES
from shared.web import tokens
from shared.web.pages import Pages, render
from shared.web.rules import staff
from shared.web.sheets import sheet
from shared.web.speaking import month as shown_month
from shared.web.speaking import options

pages = Pages("evidence", url_prefix="/organise/reports")
STAFF = staff(*HELPERS)


def _asked(session: Session) -> tuple[Period, bool, dict[str, list[str]]]:
    """The period in the address, whether the public copy is meant, and what was not right: then it is this year."""
    sent = {name: request.args[name] for name in ("from", "to", "copy") if request.args.get(name)}
    wrong = Copy().validate(sent)
    wanted = Copy().load({name: value for name, value in sent.items() if name not in wrong})
    try:
        period = queries.period_of(session, wanted["first"], wanted["last"])
    except Invalid as error:
        return queries.period_of(session, None, None), wanted["copy"] == "public", pages.errors(error)
    return period, wanted["copy"] == "public", wrong


def _tables(facts: list[Fact], period: Period, *, public: bool) -> dict[str, Table]:
    """Every table of the report; in the public copy without what could point at a person."""
    months = [f"{month:%Y-%m}" for month in period.months()]
    services = by_outcome(facts, tuple(Outcome))
    others = {
        "month": by(facts, lambda one: f"{one.month:%Y-%m}", months),
        "target_group": by(facts, lambda one: one.target_group, tuple(TargetGroup)),
        "language": by(facts, lambda one: one.language, LANGUAGES),
    }
    if public:
        services, others = for_everybody(services, others)
    return {"outcome": services} | others


def _unmet(facts: list[Fact], services: Table, *, public: bool) -> list[tuple[str, str, int]]:
    """Service, why and how often a need was not met, most often first."""
    counted = reasons(unmet(facts), services) if public else unmet(facts)
    told = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [(service, why, number) for (service, why), number in told]


@pages.get("/", allow=STAFF)
def report(session: Session) -> Any:
    """What one's organisations did in each of the eight services."""
    period, public, errors = _asked(session)
    own = tokens.asker().organisations(*HELPERS)
    facts = queries.facts(session, own, period)
    tables = _tables(facts, period, public=public)
    loads, sites = shown(session, own, period)
    counted = {line for line, service in LINES.items() if service in queries.counted_services()}
    return render(
        "evidence/report.html",
        period=period,
        public=public,
        errors=errors,
        tables=tables,
        unmet=_unmet(facts, tables["outcome"], public=public),
        hours=hours(facts),
        checksum=checksum(tables_as_csv(tables) if public else as_csv(facts)),
        services=LINE_NAMES,
        counted_for=COUNTED,
        counted=counted,
        outcomes=options(OUTCOME_NAMES),
        columns=[each for each in options(LINE_NAMES) if each[0] in counted],
        drawn=[(shown_month(month), tables["month"].totals[f"{month:%Y-%m}"]) for month in period.months()],
        months={f"{month:%Y-%m}": month for month in period.months()},
        groups=TARGET_GROUP_NAMES,
        names=NAMES,
        websites=website_tables(loads, sites, period, public=public),
        sites=sites,
        shown_names=dict(options(SHOWN_NAMES)),
        campaigns=campaigns(queries.spread(session, own, period), public=public),
        topics=dict(options(TOPIC_NAMES)),
        organisations=[one["name"] for one in organisations(session, own)],
    )


@pages.get("/services.csv", allow=STAFF)
def as_file(session: Session) -> Response:
    """The same for a spreadsheet: every fact, or in the public copy the tables."""
    period, public, _errors = _asked(session)
    facts = queries.facts(session, tokens.asker().organisations(*HELPERS), period)
    rows = tables_in_words(_tables(facts, period, public=True)) if public else facts_in_words(facts)
    return sheet(f"talka-{period.first}-{period.last}{'-public' if public else ''}.csv", rows)


@pages.get("/websites.csv", allow=STAFF)
def websites_as_file(session: Session) -> Response:
    """How often websites showed what is on, for a spreadsheet: every number, or in the public copy the tables."""
    period, public, _errors = _asked(session)
    loads, sites = shown(session, tokens.asker().organisations(*HELPERS), period)
    tables = website_tables(loads, sites, period, public=public)
    rows = website_tables_in_words(tables, sites) if public else websites_in_words(loads, sites)
    return sheet(f"talka-websites-{period.first}-{period.last}{'-public' if public else ''}.csv", rows)
