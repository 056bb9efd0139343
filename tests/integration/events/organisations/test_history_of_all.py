"""The history of an organisation holds its decisions on partners' news, its mediations and calls, and who looked."""

from uuid import UUID

import pytest
from flask import Flask

from services.events.board.operations import approve_post, send_back_post
from services.events.kiosk.operations import read_calls
from services.events.mediation.operations import read_referral, read_referrals, withdraw_by_staff
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.board import a_partner, a_post
from tests.support.factories.events import Worker, a_party, a_worker, an_event, an_organisation
from tests.support.factories.mediation import REFERRALS, a_kept_service, a_referral
from tests.support.visitor import Visitor


@pytest.fixture
def ours(worker: Worker) -> UUID:
    return next(iter(worker.roles))


@pytest.fixture
def address(ours: UUID) -> str:
    return f"/organise/history/{ours}"


def test_the_lead_reads_which_of_its_partners_news_it_let_pass_and_the_partner_its_own(
    app: Flask, staff: Visitor, database: Database, worker: Worker, ours: UUID, address: str
) -> None:
    with database.transaction() as session:
        partner = a_partner(session, worker)
        post, another = a_post(session, partner), a_post(session, partner)
        approve_post(session, worker, post, 1)
        send_back_post(session, worker, another, 1, "Parašykite adresą.")
        carer = a_worker(session, ours, "social_worker")
    staff.open(address)
    back, approved = staff.text.index("given back to be changed"), staff.text.index("A partner's news approved")
    assert back < approved
    for one in (post, another):
        assert f'href="/organise/board/{one}"' in staff.page
        assert staff.open(f"/organise/board/{one}").status == 200
        staff.open(address)
    seen = Visitor(app, lang="en", talka_staff=token_of(carer)).open(address)  # who may not open the post
    assert ("A partner's news approved" in seen.text, f"/organise/board/{post}" in seen.page) == (True, False)
    own = Visitor(app, lang="en", talka_staff=token_of(partner)).open(f"/organise/history/{next(iter(partner.roles))}")
    assert (own.text.count("News written"), "news approved" in own.text) == (2, False)


def test_mediations_and_calls_stand_there_and_who_looked_at_them_when_asked_for(
    staff: Visitor, database: Database, worker: Worker, address: str
) -> None:
    with database.transaction() as session:
        referral = a_referral(session, worker, a_kept_service(session, worker))
        withdraw_by_staff(session, REFERRALS, worker, referral)
        read_referral(session, REFERRALS, worker, referral)
        read_referrals(session, worker, "all", limit=9)
        read_calls(session, worker, answered=False, limit=9)
        party = a_party(session, an_event(session, worker)["occurrences"][0]["id"], names=("Olena",))
        stranger = a_worker(session, an_organisation(session))
        a_referral(session, stranger, a_kept_service(session, stranger))
    staff.open(f"/organise/people?q={party['code']}")
    assert party["code"] in staff.text
    looks = ["Looked at a mediation", "Looked at the list of mediations", "Looked at who wants to be called"]
    looks += ["Looked for somebody"]
    staff.open(address)
    assert [look in staff.text for look in looks] == [False] * 4
    assert (staff.text.count("Mediation begun"), staff.text.count("Mediation taken back")) == (1, 1)
    assert staff.page.count(f'href="/organise/mediation/{referral}"') == 2
    assert "Olena" not in staff.text
    assert [look in staff.open(f"{address}?looks=1").text for look in looks] == [True] * 4
    assert "not shown here" in staff.text
