"""Campaigns and websites in the report: counted without persons, once, and without small numbers for everybody."""

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.board.operations import Load, add_loads
from services.events.evidence import listeners
from services.events.organisations.operations import open_project, remove_partner
from shared.contracts.envelope import wrap
from shared.contracts.notifications import CampaignCounted, Fates
from shared.database import Database
from tests.integration.events.conftest import Caller, token_of
from tests.integration.events.evidence.conftest import NOVEMBER, cells
from tests.support.factories.events import Worker, an_organisation
from tests.support.statements import counted
from tests.support.visitor import Visitor

QUERY = "from=2026-10-01&to=2026-12-31"
SENT = (
    Fates(language="ru", target_group="senior", fate="delivered", number=12),
    Fates(language="lt", target_group="disabled", fate="failed", number=6),
    Fates(language="lt", fate="open", number=2),
)


def told(session: Session, own: UUID, *counts: Fates, version: int = 600, **facts: Any) -> UUID:
    known: dict[str, Any] = {"campaign_id": uuid4(), "organisation_id": own, "topic": "services"}
    message = CampaignCounted(**known | {"began_at": NOVEMBER, "counts": counts} | facts)
    envelope = wrap("notifications", message, subject=message.campaign_id, version=version, correlation_id="c")
    listeners.subscriptions()[CampaignCounted](session, message, envelope)
    return message.campaign_id


def test_a_campaign_counts_in_the_month_it_began_by_group_language_and_fate(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    told(events_session, own, *SENT, Fates(language="tlh", target_group="martians", fate="withdrawn", number=1))
    told(events_session, uuid4(), *SENT)
    assert cells(events_session, worker_here) == [
        ("spreading", "2026-12", "disability", "lt", "unmet", "message_failed", 6, 0),
        ("spreading", "2026-12", "senior", "ru", "met", "", 12, 0),
        ("spreading", "2026-12", "unsaid", "lt", "open", "", 2, 0),
        ("spreading", "2026-12", "unsaid", "lt", "withdrawn", "", 1, 0),
    ]


def test_counts_told_twice_late_or_in_the_wrong_order_count_once(events_session: Session, worker_here: Worker) -> None:
    (own,) = worker_here.roles
    newest = Fates(language="lt", fate="delivered", number=5)
    id_ = told(events_session, own, newest, version=9000)
    for version in (600, 9000):
        told(events_session, own, *SENT, version=version, campaign_id=id_)
    assert [cell[4:7] for cell in cells(events_session, worker_here)] == [("met", "", 5)]


@pytest.fixture
def spread(app: Flask, database: Database, worker: Worker) -> Flask:
    """Two campaigns in December; Caritas' site and one without a name showed the programme; so did a stranger's."""
    (own,) = worker.roles
    with database.transaction() as session:
        for topic in ("services", "jobs"):
            told(session, own, *SENT, topic=topic)
        caritas, stranger = an_organisation(session, "Caritas"), an_organisation(session, "Svetimi")
        facts = {"number": "", "funder": "ESF", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
        open_project(session, own, partners={caritas: "partner"}, name="Projektas", **facts)
        loads = {
            Load(caritas, "programme", "uk"): 1200,
            Load(caritas, "board", "lt"): 3,
            Load(None, "programme", "lt"): 41,
            Load(stranger, "programme", "lt"): 7,
        }
        add_loads(session, loads)
        session.execute(text("UPDATE widget_loads SET day = '2026-11-15'"))
    return app


def test_the_report_says_how_many_campaigns_reached_how_many_and_where_the_widget_was_shown(
    spread: Flask, worker: Worker
) -> None:
    staff = Visitor(spread, lang="en", talka_staff=token_of(worker)).open(f"/organise/reports/?{QUERY}")
    assert '<th scope="col" role="columnheader"><span lang="ar" dir="rtl">العربية</span></th>' in staff.page
    own = staff.text
    assert "Messages to many that began in this time: 2" in own
    assert "December 2026 Services and help 1 20 12 6 0 2" in own
    assert "Spreading information: messages to people 24 12 0 4 40 0" in own
    assert "Spreading information: news 0 0 0 0 0 0" in own
    assert "Caritas 1,200 3 0 1,203" in own
    assert "Websites that do not say whose they are 41 0 0 41" in own
    assert "November 2026 1,241 3 0 1,244" in own
    assert "Svetimi" not in own
    assert "The message did not arrive 12" in own


def test_what_a_site_showed_while_its_owner_was_a_partner_stays_in_the_report(
    spread: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        project, caritas = session.execute(text("SELECT project_id, organisation_id FROM partners")).one()
        remove_partner(session, worker, project, caritas)
        add_loads(session, {Load(caritas, "services", "lt"): 5})
        session.execute(text("UPDATE former_partners SET ended_on = '2026-11-20'"))
        session.execute(text("UPDATE widget_loads SET day = '2026-11-21' WHERE number = 5"))
    own = Visitor(spread, lang="en", talka_staff=token_of(worker)).open(f"/organise/reports/?{QUERY}").text
    assert "Caritas 1,200 3 0 1,203" in own


def test_the_public_copy_shows_no_small_number_of_campaigns_people_or_loads(spread: Flask, worker: Worker) -> None:
    staff = Visitor(spread, lang="en", talka_staff=token_of(worker))
    public = staff.open(f"/organise/reports/?{QUERY}&copy=public").text
    assert "Messages to many that began in this time: not shown" in public
    assert "December 2026 Services and help" not in public
    assert "Spreading information: messages to people 24 not shown 0 not shown 40" in public
    assert "Caritas 1,200 not shown 0" not in public, "what is next smallest goes too, or it could be worked out"
    assert "Caritas not shown not shown 0 1,203" in public


def test_websites_as_a_file_and_all_of_it_for_programmes(spread: Flask, worker: Worker, owner: Caller) -> None:
    staff = Visitor(spread, lang="en", talka_staff=token_of(worker))
    rows = list(csv.reader(io.StringIO(staff.open(f"/organise/reports/websites.csv?{QUERY}").page)))
    assert sorted(rows[1:]) == [
        ["Caritas", "2026-11-01", "News", "Lietuvių", "3"],
        ["Caritas", "2026-11-01", "Programme", "Українська", "1200"],
        ["Websites that do not say whose they are", "2026-11-01", "Programme", "Lietuvių", "41"],
    ]
    public = list(csv.reader(io.StringIO(staff.open(f"/organise/reports/websites.csv?{QUERY}&copy=public").page)))
    assert ["By website", "Caritas", "News", ""] in public
    assert ["By website", "Caritas", "Total", "1203"] in public
    assert ["By language", "العربية", "Services", "0"] in public
    found = owner("GET", f"/reports/services?{QUERY}").json or {}
    assert {one["part"] for one in found["items"]} == {"messages"}
    assert sum(one["number"] for one in found["websites"]) == 1244
    assert [(one["topic"], one["campaigns"], one["number"], one["met"]) for one in found["campaigns"]] == [
        ("jobs", 1, 20, 12),
        ("services", 1, 20, 12),
    ]


def test_the_report_asks_the_database_no_more_for_more(spread: Flask, database: Database, worker: Worker) -> None:
    staff, asked = Visitor(spread, lang="en", talka_staff=token_of(worker)), []
    for _look in range(2):
        with counted(database.engine) as statements:
            assert staff.open(f"/organise/reports/?{QUERY}").status == 200
        asked.append(len(statements))
        with database.transaction() as session:
            for _campaign in range(5):
                told(session, next(iter(worker.roles)), *SENT, topic="living")
            add_loads(session, {Load(None, what, "ar"): 9 for what in ("programme", "board", "services")})
    assert asked[0] == asked[1]
