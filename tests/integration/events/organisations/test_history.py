"""The history of an organisation says who did what for it as a whole, to those who run it, and nothing of others."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.board.operations import withdraw_post
from services.events.kiosk.operations import end_kiosk, register_kiosk
from services.events.organisations import listeners, operations
from services.events.organisations.domain import NOBODY, Owner, Part
from shared.contracts.envelope import wrap
from shared.contracts.notifications import CampaignDecided
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.board import a_post
from tests.support.factories.events import Worker, a_project, a_worker, an_organisation
from tests.support.statements import counted
from tests.support.visitor import Visitor


@pytest.fixture
def ours(worker: Worker) -> UUID:
    return next(iter(worker.roles))


@pytest.fixture
def address(ours: UUID) -> str:
    return f"/organise/history/{ours}"


def hired(database: Database, worker: Worker, ours: UUID, email: str, name: str) -> UUID:
    facts = {"email": email, "name": name, "language": "lt", "role": "organiser"}
    with database.transaction() as session:
        id_: UUID = operations.add_staff(session, worker, ours, **facts)["id"]
    return id_


def decided(database: Database, organisation_id: UUID, staff_id: UUID, decision: str, campaign_id: UUID) -> None:
    told = CampaignDecided(organisation_id=organisation_id, staff_id=staff_id, decision=decision, people=120)
    envelope = wrap("notifications", told, subject=campaign_id, version=1, correlation_id="c")
    with database.transaction() as session:
        listeners.subscriptions()[CampaignDecided](session, told, envelope)


def test_it_says_who_let_whom_in_and_out_and_what_else_was_set(
    staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    petras = hired(database, worker, ours, "petras@example.lt", "Petras")
    with database.transaction() as session:
        operations.change_role(session, worker, ours, petras, role="check_in")
        operations.remove_staff(session, worker, ours, petras)
        operations.set_duty_phone(session, worker, ours, "+37061234567")
        project = a_project(session, worker)
        owner = Owner("Ona", "ona@example.lt", "lt")
        new = {"name": "Kaimynų VVG", "municipality": "Kaišiadorys", "part": Part.LOCAL_ACTION_GROUP}
        operations.add_partner(session, worker, project, **new, owner=owner)
        partner = session.scalars(text("SELECT id FROM organisations WHERE name = 'Kaimynų VVG'")).one()
        operations.remove_partner(session, worker, project, partner)
        kiosk = register_kiosk(session, worker, ours, name="Stotis", place="Stoties salė")
        end_kiosk(session, worker, kiosk["id"])
        post = a_post(session, worker)
        withdraw_post(session, worker, post, 1)
    staff.open(address)
    rows = [
        *("News taken off the board", "News written", "Information screen ended Stotis"),
        *("Information screen added Stotis", "Partner's part in a project ended Kaimynų VVG – "),
        *("Partner added to a project Kaimynų VVG – ", "Phone on duty changed"),
        "Ended somebody's work here Petras – At the door",
        "Gave another role Petras – Organiser, since then At the door",
        "Somebody began to work here Petras – Organiser",
    ]
    places = [staff.text.index(row) for row in rows]
    assert places == sorted(places)
    assert staff.text.count("Rasa") >= len(rows)
    assert [private in staff.text for private in ("petras@", "ona@", "+37061234567")] == [False] * 3
    assert f'href="/organise/board/{post}"' in staff.page


def test_a_message_to_many_stands_there_with_who_let_it_begin_and_when_they_did(
    app: Flask, staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    campaign = uuid4()
    decided(database, ours, worker.id, "approved", campaign)
    decided(database, ours, worker.id, "stopped", campaign)
    decided(database, uuid4(), worker.id, "approved", uuid4())  # of an organisation that is not known here
    staff.open(address)
    stopped, approved = staff.text.index("Message to many stopped"), staff.text.index("Message to many approved")
    assert stopped < approved
    assert staff.text.count("Addresses: 120") == 2
    assert f'href="/messages/campaigns/{campaign}"' in staff.page
    with database.transaction() as session:
        carer = a_worker(session, ours, "social_worker")
        assert session.scalars(text("SELECT count(*) FROM audit WHERE what LIKE 'campaign_%'")).one() == 2
    page = Visitor(app, lang="en", talka_staff=token_of(carer)).open(address).page  # who may not open the message
    assert ("Message to many approved" in page, "/messages/campaigns/" in page.partition("<h1>")[2]) == (True, False)


def test_what_is_heard_late_stands_where_it_happened(
    staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    hired(database, worker, ours, "petras@example.lt", "Petras")
    with database.transaction() as session:
        hour_ago = datetime.now(UTC) - timedelta(hours=1)
        deed = operations.Decision(campaign_id=uuid4(), what="approved", people=3)
        operations.note_decision(session, ours, worker.id, deed, hour_ago)
        noted = session.scalars(text("SELECT at FROM audit WHERE what = 'campaign_approved'")).one()
        assert noted == hour_ago
    staff.open(address)
    assert staff.text.index("Somebody began to work here") < staff.text.index("Message to many approved")


def test_whoever_was_erased_has_no_name_there_neither_as_who_did_it_nor_as_whom_it_was_done_to(
    staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    hired(database, worker, ours, "petras@example.lt", "Petras")
    assert "Petras" in staff.open(address).text
    with database.transaction() as session:
        session.execute(text("UPDATE staff SET name = :nobody"), {"nobody": NOBODY})
    assert "Petras" not in staff.open(address).text
    assert staff.text.count("Somebody who no longer works here") == 2


def test_owners_organisers_and_social_workers_read_their_own_and_nobody_else(
    app: Flask, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    hired(database, worker, ours, "petras@example.lt", "Petras")
    seen = {}
    with database.transaction() as session:
        stranger = a_worker(session, an_organisation(session))
        mine = {role: a_worker(session, ours, role) for role in ("organiser", "social_worker", "check_in")}
        operations.add_staff(  # the same person, let in elsewhere too
            session,
            stranger,
            next(iter(stranger.roles)),
            email="petras@example.lt",
            name="P",
            language="lt",
            role="check_in",
        )
    for role, one in {**mine, "stranger": stranger}.items():
        seen[role] = Visitor(app, lang="en", talka_staff=token_of(one)).open(address).status
    assert seen == {"organiser": 200, "social_worker": 200, "check_in": 403, "stranger": 404}
    theirs = Visitor(app, lang="en", talka_staff=token_of(stranger)).open("/organise/history/")
    assert (theirs.text.count("Petras"), "Petras – At the door" in theirs.text) == (1, True)
    assert Visitor(app, lang="en", talka_staff=token_of(worker)).open(address).text.count("Petras") == 1


def test_who_only_looked_is_said_when_asked_for(staff: Visitor, ours: UUID, address: str) -> None:
    assert "Nothing was done yet." in staff.open(address).text
    staff.open(f"/organise/organisations/{ours}/staff")
    assert "Looked at who works here" not in staff.open(address).text
    assert "Looked at who works here" in staff.open(f"{address}?looks=1").text


def test_it_is_found_from_the_menu_and_chosen_where_one_works_for_two(
    app: Flask, staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    assert 'href="/organise/history/"' in staff.open("/organise/").page
    assert staff.open("/organise/history/").address == address
    with database.transaction() as session:
        another = an_organisation(session, "Kita agentūra")
    both = Worker(id=worker.id, roles={ours: "owner", another: "check_in", uuid4(): "organiser"})
    assert Visitor(app, lang="en", talka_staff=token_of(both)).open("/organise/history/").address == address
    both = Worker(id=worker.id, roles={ours: "owner", another: "organiser"})
    page = Visitor(app, lang="en", talka_staff=token_of(both)).open("/organise/history/").page
    assert f'href="/organise/history/{another}"' in page
    gone = uuid4()
    lost = Visitor(app, lang="en", talka_staff=token_of(Worker(id=worker.id, roles={gone: "owner"})))
    assert lost.open(f"/organise/history/{gone}").status == 404


def test_a_long_history_has_pages_asks_nothing_more_and_speaks_every_language(
    app: Flask, staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    asked, begin = [], 0
    for many in (1, 24):
        for number in range(begin, begin + many):
            hired(database, worker, ours, f"p{number}@example.lt", f"Petras {number}")
        begin += many
        with counted(database.engine) as seen:
            assert staff.open(address).text.count("Somebody began to work here") == min(begin, 20)
        asked.append(len(seen))
    assert asked[0] == asked[1]
    more = re.findall(r'href="(\?after=[^"]*)"', staff.page)[0]
    assert staff.open(address + more).text.count("Somebody began to work here") == 5
    for language in ("lt", "lt-simple", "uk", "ru", "ar"):
        said = Visitor(app, language, talka_staff=token_of(worker)).open(address).text
        assert (said.count("Petras"), "Somebody began" in said, "staff_added" in said) == (20, False, False)
