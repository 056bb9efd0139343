"""The pages of those who organise: which shifts lack people, who covers one, and taking somebody out."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update
from uuid_utils.compat import uuid7

from services.volunteers.shifts import pages
from services.volunteers.shifts.models import Shift, SignUp
from services.volunteers.shifts.operations.opening import follow_event
from shared.contracts.events import EventPublished
from shared.database import Database
from shared.languages import LANGUAGES
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event, tomorrow, with_shifts
from tests.support.services import signing_key
from tests.support.visitor import hidden, send

Staff = Callable[[UUID], None]


@pytest.fixture
def event(database: Database) -> EventPublished:
    """An event with three shifts: the first is covered, the second lacks one of two people, the third is called off."""
    full, wanted, off = (a_planned_shift(starts_at=tomorrow(hour), places=hour - 7) for hour in (8, 9, 10))
    event = an_event(full, wanted, off)
    with database.transaction() as session:
        follow_event(session, event, 1)
        follow_event(session, with_shifts(event, [full, wanted]), 2)
        a_sign_up(session, full.shift_id, a_volunteer(session).id)
        a_sign_up(session, wanted.shift_id, a_volunteer(session).id)
    return event


def board(event: EventPublished) -> str:
    return f"/volunteer/events/{event.event_id}/shifts?lang=en"


def shifts(event: EventPublished) -> list[UUID]:
    return [shift.shift_id for shift in event.occurrences[0].shifts]


def main(page: str) -> str:
    return page.split("<main", maxsplit=1)[1]


def section(page: str) -> list[str]:
    """The parts of the main menu that are marked as the present one."""
    return re.findall(
        r'<a href="([^"]*)" aria-current="true">', page.split("<main", maxsplit=1)[0].split("languages", maxsplit=1)[0]
    )


def test_the_board_shows_first_what_lacks_people_and_how_far_each_shift_is_covered(
    client: FlaskClient, event: EventPublished, staff: Staff
) -> None:
    staff(event.organisation_id)
    page = main(client.get(board(event)).text)
    full, wanted, off = shifts(event)
    order = re.findall(r"<h2>(.*?)</h2>|/volunteer/shifts/([0-9a-f-]{36})/people", page)
    assert ["".join(one) for one in order] == [
        *("People are still wanted", str(wanted)),
        *("Enough people come", str(full)),
        *("Over or cancelled", str(off)),
    ]
    assert re.findall(r"Signed up: \d of \d", page) == ["Signed up: 1 of 2", "Signed up: 1 of 1"]
    assert page.count("Kultūros centras") == 3
    assert page.count("This shift is cancelled.") == 1


def test_staff_read_whose_shift_is_rung_from_the_screen(
    client: FlaskClient, database: Database, event: EventPublished, staff: Staff
) -> None:
    rung = "Whoever has this shift is rung when somebody asks for help there."
    staff(event.organisation_id)
    assert rung not in client.get(board(event)).text
    with database.transaction() as session:
        session.execute(update(Shift).where(Shift.id == shifts(event)[1]).values(at_screen=True))
    assert client.get(board(event)).text.count(rung) == 1
    assert rung in client.get(f"/volunteer/shifts/{shifts(event)[1]}/people?lang=en").text


def test_the_board_stands_among_organisers_pages_and_leads_back_to_the_event(
    client: FlaskClient, event: EventPublished, staff: Staff
) -> None:
    staff(event.organisation_id)
    page = client.get(board(event)).text
    assert section(page) == ["/organise/"]
    assert f'href="/organise/events/{event.event_id}"' in main(page)


def test_a_shift_that_is_over_lacks_nobody(
    client: FlaskClient, database: Database, event: EventPublished, staff: Staff
) -> None:
    """One that has begun does until its end."""
    with database.transaction() as session:
        begun = {"starts_at": Shift.starts_at - timedelta(days=3), "ends_at": Shift.ends_at - timedelta(days=3)}
        session.execute(update(Shift).where(Shift.id == shifts(event)[1]).values(**begun))
    staff(event.organisation_id)
    assert "People are still wanted" not in client.get(board(event)).text


def test_a_long_board_goes_on_where_it_ended(
    client: FlaskClient, event: EventPublished, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 1)
    staff(event.organisation_id)
    address, seen = board(event), []
    for _ in range(3):
        page = client.get(address).text
        seen += re.findall(r"/volunteer/shifts/([0-9a-f-]{36})/people", page)
        more = re.search(r'href="(\?[^"]*after=[^"]*)"', main(page))
        address = f"/volunteer/events/{event.event_id}/shifts{more[1].replace('&amp;', '&')}" if more else ""
    full, wanted, off = map(str, shifts(event))
    assert (seen, address) == ([wanted, full, off], "")


def test_an_event_without_shifts_says_so_and_leads_back(client: FlaskClient, database: Database, staff: Staff) -> None:
    event = an_event()
    with database.transaction() as session:
        follow_event(session, event, 1)
    staff(event.organisation_id)
    page = main(client.get(board(event)).text)
    assert "This event has no shifts." in page
    assert f'href="/organise/events/{event.event_id}"' in page


def test_others_do_not_see_the_board(client: FlaskClient, event: EventPublished, staff: Staff) -> None:
    refused = client.get(board(event))
    assert (refused.status_code, "/organise/sign-in" in refused.text) == (401, True)
    staff(uuid7())
    assert client.get(board(event)).status_code == 404
    assert client.get(f"/volunteer/events/{uuid7()}/shifts").status_code == 404


def test_whoever_may_not_see_people_sees_the_board_without_links_to_them(
    client: FlaskClient, event: EventPublished
) -> None:
    roles = {event.organisation_id: "check_in"}
    at_the_door = Principal(kind="staff", id=uuid7(), name="Rasa", language="lt", roles=roles)
    client.set_cookie(COOKIES["staff"], issue(signing_key("staff")[0], at_the_door))
    page = client.get(board(event)).text
    assert "Signed up: 1 of 2" in page
    assert "/people" not in page.partition("<main")[2], "the menu leads to another page of this name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_is_there_in_every_language(
    client: FlaskClient, event: EventPublished, staff: Staff, language: str
) -> None:
    staff(event.organisation_id)
    page = client.get(f"/volunteer/events/{event.event_id}/shifts?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text


@pytest.fixture
def covered(database: Database) -> tuple[UUID, UUID]:
    """An organisation and a shift of it that one volunteer covers."""
    with database.transaction() as session:
        event = an_event(a_planned_shift())
        follow_event(session, event, 1)
        shift_id = event.occurrences[0].shifts[0].shift_id
        sign_up = a_sign_up(session, shift_id, a_volunteer(session, name="Rūta", email="ruta@example.lt").id)
        session.get_one(SignUp, sign_up).unreached = True
    return event.organisation_id, shift_id


def test_staff_see_who_covers_a_shift_and_take_somebody_out(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID], staff: Staff
) -> None:
    organisation_id, shift_id = covered
    staff(organisation_id)
    page = client.get(f"/volunteer/shifts/{shift_id}/people?lang=en").text
    assert "Rūta" in page
    assert "mailto:ruta@example.lt" in page
    assert "A message did not arrive. Please call." in page
    done = send(client, f"/volunteer/shifts/{shift_id}/people", "/cancel")
    assert done.status_code == 303
    page = client.get(done.headers["Location"]).text
    assert "Nobody has signed up yet." in page
    assert "<bdi>Rūta</bdi> no longer comes to this shift." in page


def test_before_somebody_is_taken_out_the_page_asks(
    client: FlaskClient, covered: tuple[UUID, UUID], staff: Staff
) -> None:
    organisation_id, shift_id = covered
    staff(organisation_id)
    page = client.get(f"/volunteer/shifts/{shift_id}/people?lang=en").text
    asked = re.findall(r'<details class="ask"><summary>Take out</summary>(.*?)</details>', page, re.DOTALL)
    assert len(asked) == 1
    assert "<bdi>Rūta</bdi> loses this place at once and gets a message about it." in asked[0]
    assert hidden(asked[0], "/cancel")
    assert "/cancel" not in page.replace(asked[0], "")


def test_the_page_of_a_shifts_people_leads_back_to_the_board_and_the_event(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID], staff: Staff
) -> None:
    organisation_id, shift_id = covered
    staff(organisation_id)
    with database.transaction() as session:
        event_id = session.get_one(Shift, shift_id).event_id
    page = client.get(f"/volunteer/shifts/{shift_id}/people").text
    assert section(page) == ["/organise/"]
    for back in (f"/organise/events/{event_id}", f"/volunteer/events/{event_id}/shifts"):
        assert f'href="{back}"' in main(page)


def test_whoever_is_taken_out_too_late_stays_and_the_page_says_why(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID], staff: Staff
) -> None:
    organisation_id, shift_id = covered
    staff(organisation_id)
    address, fields = hidden(client.get(f"/volunteer/shifts/{shift_id}/people").text, "/cancel")
    with database.transaction() as session:
        session.execute(update(Shift).values(starts_at=tomorrow() - timedelta(3), ends_at=tomorrow() - timedelta(2)))
    refused = client.post(address, data=fields)
    assert refused.status_code == 303
    page = client.get(f"{refused.headers['Location']}&lang=en").text
    assert "This shift is over and cannot be cancelled." in page
    assert "Rūta" in page
    assert "/cancel" not in page
    with database.transaction() as session:
        assert session.scalar(text("SELECT state FROM sign_ups")) == "confirmed"


def test_others_do_not_see_who_covers_a_shift(client: FlaskClient, covered: tuple[UUID, UUID], staff: Staff) -> None:
    address = f"/volunteer/shifts/{covered[1]}/people"
    refused = client.get(address)
    assert (refused.status_code, "/organise/sign-in" in refused.text) == (401, True)
    staff(uuid7())
    assert client.get(address).status_code == 404
