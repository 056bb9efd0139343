"""What people text us that we could do nothing with is read by one of us, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.replies.operations import Incoming, keep_text, read_text
from shared.errors import NotFound
from tests.support.factories.notices import ASKER, HELPER, Referral, Request, an_errand
from tests.support.factories.notifications import PHONE, Event, Town, a_shift, a_sign_up, by_sms, days
from tests.support.visitor import send

API = "/api/notifications/v1/texts-to-read"
PAGE = "/messages/texts"
ANOTHER = "+37061230000"
QUESTION = "Ar galima su vaikais?"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def event(town: Town) -> Event:
    """An event to which somebody comes, who has asked something."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms()))
    write(town, QUESTION)
    return event


def write(town: Town, words: str, phone: str = PHONE) -> None:
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), phone, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")


def waiting(client: FlaskClient, bearer: dict[str, str]) -> list[str]:
    return [item["text"] for item in client.get(API, headers=bearer).get_json()["items"]]


def the_text(town: Town) -> UUID:
    found: UUID = town.rows("SELECT id FROM incoming_texts")[0].id
    return found


def test_it_shows_who_asks_what_and_about_which_event(client: FlaskClient, event: Event, staff_of: Bearer) -> None:
    bearer = staff_of(event.organisation_id)
    (item,) = client.get(API, headers=bearer).get_json()["items"]
    assert (item["phone"], item["text"], item["event_id"]) == (PHONE, QUESTION, str(event.event_id))
    page = unescape(client.get(f"{PAGE}?lang=en", headers=bearer).text)
    assert f'href="tel:{PHONE}"' in page
    assert QUESTION in page
    assert "Getting to know cultures" in page
    assert 'href="/messages/texts"' in client.get("/messages/events/", headers=bearer).text


def test_once_one_of_us_has_read_it_nobody_else_has_to(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    bearer = staff_of(event.organisation_id)
    client.environ_base |= {"HTTP_AUTHORIZATION": bearer["Authorization"]}
    assert send(client, PAGE, "/read").status_code == 303
    assert "Nothing waits to be read." in client.get(f"{PAGE}?lang=en").text
    assert client.post(f"{API}/{the_text(town)}/read").status_code == 204
    assert town.rows("SELECT what, subject FROM audit") == [("text_read", the_text(town))]


def test_it_is_kept_who_was_first_to_read_it(town: Town, event: Event) -> None:
    first, now = uuid7(), datetime.now(UTC)
    for who in (first, uuid7()):
        with town.database.transaction() as session:
            read_text(session, who, [event.organisation_id], the_text(town), now)
    assert town.rows("SELECT read_by, read_at FROM incoming_texts") == [(first, now)]


def test_another_organisation_neither_sees_nor_reads_it(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    assert waiting(client, staff_of(uuid7())) == []
    assert client.post(f"{API}/{the_text(town)}/read", headers=staff_of(uuid7())).status_code == 404


def test_the_organisation_whose_request_it_is_reads_what_person_and_helper_write(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    request = Request(asker=by_sms("lt", ASKER))
    opened = request.opened()
    town.hear(opened, 1)
    town.hear(request.offered(uuid7()), 1)
    town.hear(Request(asker=by_sms("lt", PHONE)).opened(), 1)
    for phone in (ASKER, HELPER):
        write(town, f"Ar atvyks? {phone}", phone)
    assert len(waiting(client, staff_of(opened.organisation_id))) == 2
    assert waiting(client, staff_of(event.organisation_id)) == [QUESTION]
    assert waiting(client, staff_of(uuid7())) == []


def test_a_helpers_text_names_the_visit_it_comes_from_or_what_they_have_promised(
    town: Town, client: FlaskClient, staff_of: Bearer
) -> None:
    visits = [Request(errand=an_errand(days(number))) for number in (-0.01, 2, 3)]
    assigned = visits[0].assigned()
    for visit in visits:
        town.hear(replace(visit.assigned(), organisation_id=assigned.organisation_id), 2)
    town.hear(replace(Request(asker=by_sms("lt", ASKER)).opened(), organisation_id=assigned.organisation_id), 1)
    town.send()
    write(town, "Čia kažkas negerai", HELPER)
    town.hear(replace(visits[0].closed("done"), organisation_id=assigned.organisation_id), 3)
    write(town, "Kiek tai truks?", HELPER)
    write(town, "Kada atvyks?", ASKER)
    bearer = staff_of(assigned.organisation_id)
    items = client.get(API, headers=bearer).get_json()["items"]
    assert [item["visit_id"] for item in items] == [str(visits[0].request_id), None, None]
    page = client.get(f"{PAGE}?lang=en", headers=bearer).text
    first, second, third = page.split('<li class="card">')[1:]
    assert f'href="/volunteer/requests/{visits[0].request_id}">Texted by a helper at this visit' in first
    promised = [f'requests/{visit.request_id}">Has promised to help' in second for visit in visits]
    assert promised == [False, True, True]
    assert "Has to do with this request for help" in third
    assert "no event" not in page
    other = client.get(PAGE, headers=staff_of(uuid7())).text
    assert "Has promised" not in other


@pytest.mark.parametrize("path", [API, PAGE])
def test_whoever_stands_at_the_door_does_not_see_it(
    client: FlaskClient, event: Event, staff_of: Bearer, path: str
) -> None:
    assert client.get(path, headers=staff_of(event.organisation_id, "check_in")).status_code == 403
    assert client.get(path).status_code in {303, 401}


def test_what_was_understood_is_not_there_to_be_read(town: Town, event: Event) -> None:
    write(town, "PAGALBA")
    understood = town.rows("SELECT id FROM incoming_texts WHERE answer = 'help'")[0].id
    with town.database.transaction() as session, pytest.raises(NotFound):
        read_text(session, uuid7(), [event.organisation_id], understood, datetime.now(UTC))


def test_a_volunteers_text_is_read_by_those_whose_event_it_is(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    shift = a_shift(event_id=event.event_id)
    town.hear(a_sign_up(shift, contact=by_sms(phone=ANOTHER)), 1)
    write(town, "Vėluosiu 10 min.", ANOTHER)
    assert waiting(client, staff_of(event.organisation_id)) == [QUESTION, "Vėluosiu 10 min."]


def test_a_strangers_text_is_read_by_anybody(town: Town, client: FlaskClient, staff_of: Bearer) -> None:
    write(town, "Kas jūs?", ANOTHER)
    assert waiting(client, staff_of(uuid7())) == ["Kas jūs?"]
    assert "has to do with no event" in client.get(f"{PAGE}?lang=en", headers=staff_of(uuid7())).text


def test_many_texts_come_page_by_page(town: Town, client: FlaskClient, event: Event, staff_of: Bearer) -> None:
    write(town, "Ir su šunimi?")
    bearer = staff_of(event.organisation_id)
    first = client.get(f"{API}?limit=1", headers=bearer).get_json()
    rest = client.get(f"{API}?limit=1&after={first['next']}", headers=bearer).get_json()
    assert [item["text"] for item in first["items"] + rest["items"]] == [QUESTION, "Ir su šunimi?"]
    assert rest["next"] is None


def test_the_menu_says_that_it_is_a_page_of_organisers(client: FlaskClient, event: Event, staff_of: Bearer) -> None:
    bearer = staff_of(event.organisation_id)
    for path in (PAGE, "/messages/events/", f"/messages/events/{event.event_id}"):
        page = client.get(f"{path}?lang=en", headers=bearer).text
        assert '<a href="/organise/" aria-current="true">' in page
        assert '<a href="/" aria-current' not in page


def test_a_reason_in_words_leads_those_whose_mediation_it_was_to_it(
    town: Town, client: FlaskClient, staff_of: Bearer
) -> None:
    referral = Referral()
    followed_up = referral.followed_up()
    town.hear(followed_up, 3)
    town.send()
    for words in ("ні", "Лікар захворів"):
        write(town, words, ASKER)
    bearer = staff_of(followed_up.organisation_id)
    (item,) = client.get(API, headers=bearer).get_json()["items"]
    assert (item["text"], item["referral_id"]) == ("Лікар захворів", str(referral.referral_id))
    page = client.get(f"{PAGE}?lang=en", headers=bearer).text
    assert f'href="/organise/mediation/{referral.referral_id}"' in page
    assert waiting(client, staff_of(uuid7())) == []
