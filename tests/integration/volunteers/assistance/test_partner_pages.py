"""A partner is asked on a page that shows nothing private; the owner sees who was asked, and who helps."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from services.volunteers.assistance.domain.requests import OFFER
from services.volunteers.assistance.models import Offer, PartnerAsk, Request
from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.people.models import Volunteer
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import PRIVATE, Staff
from tests.support.factories.assistance import LINKS, ROKISKIS, a_helper, a_request
from tests.support.factories.partners import CARITAS, CARITAS_NAME, CENTRE, partners
from tests.support.statements import counted
from tests.support.visitor import send

API = "/api/volunteers/v1"
Bearer = dict[str, str]


@pytest.fixture
def asked(database: Database) -> tuple[UUID, UUID]:
    """A ride with a wheelchair that nobody at home can take, of which Caritas was asked: request and question."""
    with database.transaction() as session:
        partners(session, CARITAS)
        for name in ("Ona Kazlauskienė", "Petras Jonaitis"):
            a_helper(session, name=name, vehicle="wheelchair", organisations=[CARITAS])
        request = a_request(session, wheelchair=True, note="Skambinti du kartus")
        ask_wave(session, LINKS, request.id)
        return request.id, session.scalars(select(PartnerAsk.id)).one()


def next_wave(database: Database, request_id: UUID) -> list[Offer]:
    with database.transaction() as session:
        ask_wave(session, LINKS, request_id)
        return list(session.scalars(select(Offer).order_by(Offer.id)))


def test_the_partner_sees_the_errand_and_nothing_private_and_agrees_by_one_tap(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID]
) -> None:
    request_id, ask_id = asked
    page = f"/volunteer/partners/{ask_id}"
    staff(CARITAS)
    board = client.get("/volunteer/requests/?lang=en").text
    assert ("Partners look for a helper" in board, page in board) == (True, True)
    shown = client.get(f"{page}?lang=en").text
    for words in ("A ride", "Rokiškis, Kavoliškis", "A wheelchair comes along.", CENTRE, "Please answer by"):
        assert words in shown
    assert [word for word in (*PRIVATE, "poliklinika") if word in shown + board] == []
    assert send(client, page, f"{page}/agree").status_code == 303
    assert client.post(f"{page}/agree", data={"csrf_token": _token(client)}).status_code == 303  # a second tap
    assert "Thank you! We ask your volunteers" in client.get(page).text
    (offer, *_others) = next_wave(database, request_id)
    with database.transaction() as session:
        accept(session, LINKS, offer.id, "reply")
        name = session.get_one(Volunteer, offer.volunteer_id).name
    shown = client.get(page).text
    assert "Your volunteer helps." in shown
    assert name in shown
    assert [word for word in (*PRIVATE, "poliklinika") if word in shown] == []
    with database.reading() as session:
        looked = session.scalars(text("SELECT what FROM audit")).all()
    assert {"partner_ask_read", "partner_agreed"} <= set(looked)


def test_a_no_is_taken_and_may_turn_until_nobody_is_sought(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID]
) -> None:
    request_id, ask_id = asked
    page = f"/volunteer/partners/{ask_id}"
    staff(CARITAS)
    send(client, page, f"{page}/refuse")
    assert "You said no." in client.get(f"{page}?lang=en").text
    assert send(client, page, f"{page}/agree").status_code == 303
    with database.transaction() as session:
        cancel(session, LINKS, request_id)
    over = client.get(page).text
    assert "Nobody is sought for this any more." in over
    assert f"{page}/agree" not in over
    late = client.post(f"{page}/refuse", data={"csrf_token": _token(client)})
    assert (late.status_code, "Nobody is sought" in late.text) == (409, True)


def _token(client: FlaskClient) -> str:
    page = client.get("/volunteer/requests/new").text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def test_nobody_else_sees_the_question(
    client: FlaskClient, staff: Staff, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    _request_id, ask_id = asked
    assert client.get(f"/volunteer/partners/{ask_id}").status_code == 401
    for foreign in (ROKISKIS, uuid4()):
        staff(foreign)
        assert client.get(f"/volunteer/partners/{ask_id}").status_code == 404
    at_the_door = staff_bearer(CARITAS, "check_in")
    assert client.get(f"{API}/partner-asks/{ask_id}", headers=at_the_door).status_code in (403, 404)


def test_the_owner_sees_who_was_asked_and_who_agreed_and_a_partners_volunteer_by_name_after_the_yes(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    request_id, ask_id = asked
    own, theirs = f"/volunteer/requests/{request_id}", f"/volunteer/partners/{ask_id}"
    staff(ROKISKIS)
    assert f"{CARITAS_NAME}</bdi> – no answer yet" in client.get("/volunteer/requests/?lang=en").text
    assert "we wait until" in client.get(own).text
    staff(CARITAS)
    send(client, theirs, f"{theirs}/agree")
    first, second = next_wave(database, request_id)
    with database.transaction() as session:
        people = {one.id: one.name for one in session.scalars(select(Volunteer))}
        decline(session, second.id, "reply")
    staff(ROKISKIS)
    page = client.get(own).text
    assert ("A volunteer of a partner" in page, "A partner lets its volunteers be asked" in page) == (True, True)
    assert [name for name in people.values() if name in page] == []
    with database.transaction() as session:
        accept(session, LINKS, first.id, "reply")
    page = client.get(own).text
    assert people[first.volunteer_id] in page
    assert people[second.volunteer_id] not in page
    assert f"{CARITAS_NAME}</bdi> – their volunteer helps" in client.get("/volunteer/requests/").text
    whole = client.get(f"{API}/requests/{request_id}", headers=staff_bearer(ROKISKIS, "owner")).get_json()
    assert {(one["partner"], one["name"]) for one in whole["offers"]} == {
        (CARITAS_NAME, people[first.volunteer_id]),
        (CARITAS_NAME, None),
    }
    assert [(one["name"], one["state"]) for one in whole["asks"]] == [(CARITAS_NAME, "agreed")]
    assert send(client, own, f"{own}/offers/{first.id}/release").status_code == 303  # the request stays the owner's


def test_the_volunteer_sees_who_asks_and_for_whom_and_private_details_after_the_yes(
    client: FlaskClient, database: Database, asked: tuple[UUID, UUID], bearer: Callable[[Volunteer], Bearer]
) -> None:
    request_id, ask_id = asked
    with database.transaction() as session:
        session.execute(
            text("UPDATE partner_asks SET state = 'agreed', answered_at = now() WHERE id = :id"), {"id": ask_id}
        )
    offer, _other = next_wave(database, request_id)
    page = client.get(f"/volunteer/offers/{LINKS.token(OFFER, offer.id)}?lang=en").text
    assert (CARITAS_NAME in page, CENTRE in page) == (True, True)
    assert [word for word in (*PRIVATE, "poliklinika") if word in page] == []
    with database.reading() as session:
        me = bearer(session.get_one(Volunteer, offer.volunteer_id))
    (mine,) = client.get(f"{API}/me/offers", headers=me).get_json()["items"]
    assert (mine["asking"], mine["asked_for"], mine["name"], mine["destination"]) == (CARITAS_NAME, CENTRE, None, "")
    told = client.post(f"{API}/me/offers/{offer.id}/accept", headers=me).get_json()
    assert (told["name"], told["asking"]) == ("Zofija Vaitkienė", CARITAS_NAME)


def test_a_programme_of_the_partner_answers_as_well(
    client: FlaskClient, asked: tuple[UUID, UUID], staff_bearer: Callable[..., Bearer]
) -> None:
    _request_id, ask_id = asked
    us = staff_bearer(CARITAS, "social_worker")
    shown = client.get(f"{API}/partner-asks/{ask_id}", headers=us).get_json()
    assert (shown["answer"], shown["asking"], shown["wheelchair"], shown["destination"]) == ("asked", CENTRE, True, "")
    assert not {"name", "person", "place", "note", "phone"} & set(shown)
    assert client.post(f"{API}/partner-asks/{ask_id}/agree", headers=us).get_json()["answer"] == "agreed"
    assert client.post(f"{API}/partner-asks/{ask_id}/refuse", headers=us).get_json()["answer"] == "refused"
    foreign = staff_bearer(ROKISKIS, "owner")
    assert client.post(f"{API}/partner-asks/{ask_id}/agree", headers=foreign).status_code == 404


def test_a_volunteer_may_allow_a_partner_that_has_no_events_of_its_own(
    client: FlaskClient, database: Database, town: UUID, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        partners(session, CARITAS)
        me = a_helper(session, organisations=[ROKISKIS])
    sign_in(me)
    shown = client.get("/volunteer/profile/help").text
    assert (shown.count(CARITAS_NAME), shown.count(CENTRE)) == (1, 1)
    assert CARITAS_NAME not in client.get("/volunteer/help").text  # whoever needs help asks who offers it


def test_more_partners_and_questions_ask_the_database_nothing_more(
    client: FlaskClient, database: Database, staff: Staff, asked: tuple[UUID, UUID]
) -> None:
    request_id, ask_id = asked
    pages = ((ROKISKIS, f"/volunteer/requests/{request_id}"), (CARITAS, f"/volunteer/partners/{ask_id}"), *_BOARDS)
    seen = []
    for _ in range(2):
        counts = []
        for organisation, page in pages:
            staff(organisation)
            with counted(database.engine) as statements:
                assert client.get(page).status_code == 200
            counts.append(len(statements))
        seen.append(counts)
        with database.transaction() as session:
            others = {uuid4(): f"Partnerė {n}" for n in range(4)}
            partners(session, CARITAS, *others, version=2, names=others)
            for one in (*others, CARITAS):
                a_helper(session, vehicle="wheelchair", organisations=[one])
            for made in (session.get_one(Request, request_id), a_request(session), a_request(session)):
                ask_wave(session, LINKS, made.id)
    assert seen[0] == seen[1]


_BOARDS = ((ROKISKIS, "/volunteer/requests/"), (CARITAS, "/volunteer/requests/"))
