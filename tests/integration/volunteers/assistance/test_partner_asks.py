"""Programmes list what partners ask; nobody is named before a yes; former partners see what their own promised."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from services.volunteers.assistance.models import Offer, PartnerAsk
from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.operations.partners import agree
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.assistance.queries.seeking import next_of
from services.volunteers.people.models import Volunteer
from shared.database import Database, moment
from tests.integration.volunteers.assistance.conftest import PRIVATE, Staff
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead
from tests.support.factories.partners import CARITAS, CENTRE, partners
from tests.support.statements import counted

API = "/api/volunteers/v1"
Bearer = dict[str, str]


@pytest.fixture
def asked(database: Database) -> tuple[UUID, UUID]:
    """Help for which Caritas was asked for its two volunteers: request and question."""
    with database.transaction() as session:
        partners(session, CARITAS)
        for name in ("Ona Kazlauskienė", "Petras Jonaitis"):
            a_helper(session, name=name, organisations=[CARITAS])
        request = a_request(session)
        ask_wave(session, LINKS, request.id)
        return request.id, session.scalars(select(PartnerAsk.id)).one()


def offers_after_a_yes(database: Database, request_id: UUID, ask_id: UUID) -> list[Offer]:
    """The partner agrees, and its volunteers are asked."""
    with database.transaction() as session:
        agree(session, COORDINATOR, ask_id, [CARITAS])
        ask_wave(session, LINKS, request_id)
        return list(session.scalars(select(Offer).order_by(Offer.id)))


def ended(database: Database) -> None:
    """Caritas takes no part any more."""
    with database.transaction() as session:
        partners(session, version=2)


def test_a_former_partner_reads_that_it_is_one_and_nothing_of_the_request(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    _request_id, ask_id = asked
    page, us = f"/volunteer/partners/{ask_id}", staff_bearer(CARITAS, "owner")
    staff(CARITAS)
    client.get(f"{page}?lang=en")
    ended(database)
    for state in ("asked", "agreed"):
        with database.transaction() as session:
            session.get_one(PartnerAsk, ask_id).state = state
        shown = client.get(page).text
        assert "You do not take part in a project together any more" in shown
        for word in (*PRIVATE, "A ride", "Kavoliškis", CENTRE, "Thank you", f"{page}/agree", f"{page}/refuse"):
            assert word not in shown
        told = client.get(f"{API}/partner-asks/{ask_id}", headers=us)
        assert (told.status_code, told.get_json()["type"].split("/")[-1]) == (409, "no-partners-now")
    assert client.get(f"{API}/partner-asks", headers=us).get_json()["items"] == []
    assert client.post(f"{API}/partner-asks/{ask_id}/refuse", headers=us).status_code == 409


def test_what_its_own_volunteer_has_promised_a_former_partner_still_sees(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    request_id, ask_id = asked
    first, _second = offers_after_a_yes(database, request_id, ask_id)
    with database.transaction() as session:
        accept(session, LINKS, first.id, "reply")
        name = session.get_one(Volunteer, first.volunteer_id).name
    ended(database)
    staff(CARITAS)
    shown = client.get(f"/volunteer/partners/{ask_id}?lang=en").text
    assert [word for word in (name, "A ride", "Kavoliškis", "The partnership has ended") if word not in shown] == []
    told = client.get(f"{API}/partner-asks/{ask_id}", headers=staff_bearer(CARITAS, "owner")).get_json()
    assert (told["helpers"], told["sought"]) == ([name], False)


def test_before_a_yes_nothing_says_which_volunteer_of_a_partner_was_asked(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    request_id, ask_id = asked
    first, second = offers_after_a_yes(database, request_id, ask_id)
    with database.transaction() as session:
        decline(session, second.id, "reply")

    def volunteers() -> dict[str, Any]:
        us = staff_bearer(ROKISKIS, "owner")
        offers = client.get(f"{API}/requests/{request_id}", headers=us).get_json()["offers"]
        return {one["id"]: one["volunteer_id"] for one in offers}

    assert volunteers() == {str(first.id): None, str(second.id): None}
    with database.transaction() as session:
        accept(session, LINKS, first.id, "reply")
    assert volunteers() == {str(first.id): str(first.volunteer_id), str(second.id): None}
    staff(ROKISKIS)
    page = client.get(f"/volunteer/requests/{request_id}").text
    assert (str(first.volunteer_id) in page, str(second.volunteer_id) in page) == (True, False)


def test_a_programme_of_the_partner_lists_what_it_is_asked_page_by_page(
    client: FlaskClient, database: Database, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    with database.transaction() as session:
        for day in (6, 5):
            ask_wave(session, LINKS, a_request(session, starts_at=ahead(day)).id)
    us = staff_bearer(CARITAS, "social_worker")
    first = client.get(f"{API}/partner-asks?limit=2", headers=us).get_json()
    second = client.get(f"{API}/partner-asks?limit=2&after={first['next']}", headers=us).get_json()
    assert (len(first["items"]), second["next"]) == (2, None)
    found = first["items"] + second["items"]
    assert [one["starts_at"] for one in found] == sorted(one["starts_at"] for one in found)
    assert (len({one["id"] for one in found}), found[0]["id"]) == (3, str(asked[1]))
    assert {(one["answer"], one["sought"], one["asking"], one["destination"]) for one in found} == {
        ("asked", True, CENTRE, "")
    }
    assert [word for word in PRIVATE if word in str(found)] == []
    for foreign in (ROKISKIS, uuid4()):
        assert client.get(f"{API}/partner-asks", headers=staff_bearer(foreign, "owner")).get_json()["items"] == []
    assert client.get(f"{API}/partner-asks", headers=staff_bearer(CARITAS, "check_in")).status_code == 403
    assert client.get(f"{API}/partner-asks").status_code == 401


def test_looking_among_more_partners_asks_the_database_nothing_more(database: Database) -> None:
    counts = []
    for many in (1, 6):
        with database.transaction() as session:
            others = {uuid4(): f"Partnerė {n}" for n in range(many)}
            partners(session, *others, version=many, names=others)
            for one in others:
                a_helper(session, organisations=[one])
            request = a_request(session)
            for agreed in range(2):
                if agreed:
                    ask_wave(session, LINKS, request.id)
                    session.execute(update(PartnerAsk).values(state="agreed", answered_at=moment(session)))
                session.flush()
                with counted(database.engine) as statements:
                    found = next_of(session, request, moment(session))
                assert (len(found.partners), found.ask is not None) == ((0, True) if agreed else (many, False))
                counts.append(len(statements))
    assert counts[:2] == counts[2:]
