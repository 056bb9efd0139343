"""The pages of coordinators: what presses first, a new request, who helps, and which documents were seen."""

from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import select, text

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.operations.closing import cancel, give_up
from services.volunteers.assistance.operations.repeating import repeat
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import PRIVATE, RIDE, ZOFIJA, Staff
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_contact,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
)
from tests.support.visitor import Visitor, send


def test_the_board_shows_what_presses_first_and_nothing_private(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        codes = [a_request(session, starts_at=ahead(day)).code for day in (4, 3, 2)]
        session.execute(text("UPDATE requests SET alarm = 'nobody_helps' WHERE code = :code"), {"code": codes[0]})
    staff(ROKISKIS)
    page = client.get("/volunteer/requests/?lang=en").text
    order = sorted(codes, key=page.index)
    assert order == [codes[0], codes[2], codes[1]]
    assert [word for word in PRIVATE if word in page] == []
    assert "Nobody helps yet." in page
    assert "There is no such request." in client.get("/volunteer/requests/?state=done&lang=en").text
    staff(uuid4())
    assert not any(code in client.get("/volunteer/requests/").text for code in codes)


def test_whoever_has_to_be_called_stands_above_all_but_alarms_until_somebody_has_called(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        landline = a_contact(channel="none", phone="+37045852123")
        alarmed, waiting, ended = (
            a_request(session, starts_at=ahead(2), entered_here=day != "3", by="person", person=landline)
            for day in "123"
        )
        session.execute(text("UPDATE requests SET alarm = 'panic' WHERE code = :code"), {"code": alarmed.code})
        begun(session, ended)
        give_up(session, LINKS, ended.id)
        codes = [alarmed.code, ended.code, waiting.code]
    staff(ROKISKIS)
    page = client.get("/volunteer/requests/?lang=en").text
    assert sorted(codes, key=page.index) == codes
    assert "Please call." in page
    assert send(client, f"/volunteer/requests/{ended.id}", "/called").status_code == 303
    page = client.get("/volunteer/requests/?lang=en").text
    assert sorted(codes, key=page.index) == [codes[0], codes[2], codes[1]]


def test_a_social_worker_enters_a_request_and_chooses_somebody_who_has_said_yes(
    client: FlaskClient, database: Database, staff: Staff, town: UUID
) -> None:
    staff(town)
    with database.transaction() as session:
        helper = a_helper(session, name="Rasa Petrauskienė", languages=["lt", "ru"])
        a_helper(session, name="Be mašinos", vehicle="none")
    typed = RIDE | ZOFIJA | {"prefers_gender": "none", "load_minutes": "5"}
    refused = send(client, "/volunteer/requests/new?lang=en", "/new", **typed | {"ends": "09:00"})
    assert (refused.status_code, "The end must come after" in refused.text) == (422, True)
    made = send(client, "/volunteer/requests/new", "/new", **typed)
    assert made.status_code == 303
    page = client.get(f"{made.headers['Location']}&lang=en").text
    assert "Zofija" in page
    assert "has no fitting car" in page
    done = client.get(made.headers["Location"]).text
    assert "Rasa Petrauskienė" in done
    address = made.headers["Location"].split("?")[0]
    chosen = send(client, address, "/offers", volunteer_id=str(helper.id), said_yes="true")
    assert chosen.status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Request.state).where(Request.leg_of.is_(None))).one() == "assigned"
        assert session.scalar(text("SELECT count(*) FROM audit WHERE what = 'request_read'")) >= 3
    assert send(client, address, "/release").status_code == 303
    assert send(client, address, "/end", outcome="unmet", reason="nobody").status_code == 303
    assert "Nobody found" in client.get(f"{address}?lang=en").text
    assert Visitor(client.application, talka_staff="").open(address).status == 401


def test_how_it_went_is_said_from_the_start_on(client: FlaskClient, database: Database, staff: Staff) -> None:
    with database.transaction() as session:
        helper = a_helper(session)
        request = a_request(session)
        choose(session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS], said_yes=True)
    staff(ROKISKIS)
    page = f"/volunteer/requests/{request.id}"
    early = client.get(f"{page}?lang=en").text
    assert [words for words in ("It took place", "Somebody did not come") if words in early] == []
    for outcome, reason in (("done", ""), ("no_show", "helper")):
        refused = send(client, f"{page}?lang=en", "/end", outcome=outcome, reason=reason)
        assert (refused.status_code, "It has not begun yet." in refused.text) == (409, True)
    with database.transaction() as session:
        begun(session, session.get_one(Request, request.id))
    assert "It took place" in client.get(f"{page}?lang=en").text
    assert send(client, page, "/end", outcome="done").status_code == 303


def test_a_series_is_stopped_on_the_page_of_any_of_its_weeks(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        first = a_request(session, weekly_until=ahead(60).date())
        repeat(session, LINKS, first.id)
        week = session.scalars(select(Request.id).where(Request.repeat_of == first.id)).first()
        single = a_request(session)
    staff(ROKISKIS)
    page = f"/volunteer/requests/{week}"
    assert "Stop the series" in client.get(f"{page}?lang=en").text
    assert "Stop the series" not in client.get(f"/volunteer/requests/{single.id}?lang=en").text
    assert send(client, page, "/stop-series", reason="").status_code == 422
    assert send(client, page, "/stop-series", reason="ill").status_code == 303
    after = client.get(f"{page}?lang=en").text
    assert "Illness" in after
    assert "Stop the series" not in after


def test_whom_nobody_can_write_to_is_called_by_a_coordinator(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        a_helper(session)
        landline = a_contact(channel="none", phone="+37045852123")
        request = a_request(session, person=landline, return_at=ahead(hour=11))
        a_request(session, starts_at=ahead(4))
        accept(session, LINKS, asked(session, request)[0].id, "volunteer")
        back = session.scalars(select(Request).where(Request.leg_of == request.id)).one()
        cancel(session, LINKS, back.id)  # they know it themselves
    staff(ROKISKIS)
    page, missed = f"/volunteer/requests/{request.id}?lang=en", "A message did not arrive. Please call."
    assert client.get("/volunteer/requests/?lang=en").text.count(missed) == 1
    assert missed in client.get(page).text
    assert send(client, page, "/called").status_code == 303
    called = client.get(page).text
    assert (missed in called, "The person was called" in called) == (False, True)


def test_a_coordinator_notes_which_documents_were_seen(client: FlaskClient, database: Database, staff: Staff) -> None:
    with database.transaction() as session:
        helper = a_helper(session, papers=())
    staff(ROKISKIS)
    page = f"/volunteer/helpers/{helper.id}?lang=en"
    wrong = send(client, page, "driving_licence", checked_on="2026-05-01", valid_until="2026-04-01")
    assert (wrong.status_code, "It must hold on the day" in wrong.text) == (422, True)
    assert send(client, page, "vaiku-qr", checked_on="2026-05-01").status_code == 303
    assert "Looked at:" in client.get(page).text
    assert client.post(f"/volunteer/helpers/{helper.id}/documents/passport", data={}).status_code == 403
    staff(uuid4())
    assert client.get(page).status_code == 404


def test_a_volunteer_whom_the_person_does_not_want_is_asked_no_more(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        helper = a_helper(session)
        request = a_request(session)
    staff(ROKISKIS)
    assert send(client, f"/volunteer/requests/{request.id}", "/blocked").status_code == 303
    with database.transaction() as session:
        assert session.get_one(Request, request.id).blocked == [helper.id]
        assert asked(session, request) == []


def test_whoever_was_asked_stands_with_the_answer_alone_and_not_among_those_who_do_not_fit(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        names = ["Olga Petraitė", "Irma Jonaitė", "Rita Kazlauskaitė"]
        helpers = [a_helper(session, name=name) for name in names[:2]]
        a_helper(session, name=names[2], languages=["en"])
        request = a_request(session)
        offers = {offer.volunteer_id: offer for offer in asked(session, request)}
        decline(session, offers[helpers[1].id].id, "volunteer")
    staff(ROKISKIS)
    page = client.get(f"/volunteer/requests/{request.id}?lang=en").text
    fits, unfit = page.index("Whom we asked"), page.index("Who does not fit, and why")
    assert [name in page[unfit:].partition("What happened")[0] for name in names] == [False, False, True]
    assert all(name in page[fits:unfit] for name in names[:2])
    assert "<bdi>Irma Jonaitė</bdi> has said yes" in page[fits:unfit]
    assert '<details class="ask"><summary>Choose' not in page
