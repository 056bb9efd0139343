"""One of us answers a text in words of their own, by the API and on a page."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.replies.operations import Incoming, keep_text
from tests.support.factories.notifications import PHONE, Event, NewTown, Town, by_sms, web_side
from tests.support.visitor import hidden, send

API = "/api/notifications/v1/texts-to-read"
QUESTION = "Ar galima su vaikais?"
ANSWER = "Taip, laukiame visų!"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def event(town: Town) -> Event:
    """An event to which somebody comes, who has asked something."""
    return an_event_with_a_question(town)


@pytest.fixture
def staff(client: FlaskClient, event: Event, staff_of: Bearer) -> FlaskClient:
    """One of those who speak with people."""
    client.environ_base |= {"HTTP_AUTHORIZATION": staff_of(event.organisation_id, "social_worker")["Authorization"]}
    return client


def an_event_with_a_question(town: Town, language: str = "lt") -> Event:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms(language)))
    write(town, QUESTION)
    return event


def write(town: Town, words: str) -> None:
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), PHONE, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")


def the_text(town: Town) -> UUID:
    found: UUID = town.rows("SELECT id FROM incoming_texts WHERE unclear ORDER BY id")[0].id
    return found


def answers(town: Town) -> list[str]:
    """What has arrived of our own words."""
    town.send()
    return [item.body for item in town.arrived() if item.purpose == "answer"]


def page(town: Town) -> str:
    return f"/messages/texts/{the_text(town)}?lang=en"


def test_an_answer_arrives_at_once_with_our_name_and_ticks_the_text_off(town: Town, staff: FlaskClient) -> None:
    assert send(staff, page(town), str(the_text(town)), words=ANSWER).status_code == 303
    assert answers(town) == [f"Talka Jums atsako:\n{ANSWER}"]
    assert "Nothing waits to be read." in staff.get("/messages/texts?lang=en").text
    assert town.rows("SELECT what FROM audit ORDER BY what") == [("text_answered",), ("text_read",)]


def test_the_conversation_shows_what_both_said_in_its_order(town: Town, staff: FlaskClient) -> None:
    send(staff, page(town), str(the_text(town)), words=ANSWER)
    answers(town)
    write(town, "Ačiū labai")
    shown = unescape(staff.get(page(town)).text)
    places = [shown.index(words) for words in (QUESTION, ANSWER, "Ačiū labai")]
    assert places == sorted(places)
    assert "Delivered" in shown
    assert f'<p class="lines" lang="lt" dir="ltr">Talka Jums atsako:\n{ANSWER}</p>' in shown
    assert f'<p class="lines" dir="auto">{QUESTION}</p>' in shown
    assert 'Reads: <span lang="lt" dir="ltr">Lietuvių</span>' in shown
    found = staff.get(f"{API}/{the_text(town)}/conversation").get_json()
    said = [(line["text"].rpartition("\n")[2], line["state"]) for line in found["lines"]]
    assert said[0] == (QUESTION, None)
    assert said[-2:] == [(ANSWER, "delivered"), ("Ačiū labai", None)]
    assert (found["phone"], found["language"], found["wanted"], found["waits"]) == (PHONE, "lt", True, False)


def test_what_was_read_can_be_answered_later_and_more_than_once(town: Town, staff: FlaskClient) -> None:
    send(staff, "/messages/texts?lang=en", "/read")
    assert "Read lately" in staff.get("/messages/texts?lang=en").text
    for words in ("Pirma.", "Antra."):
        assert staff.post(f"{API}/{the_text(town)}/answer", json={"words": words}).status_code == 204
    assert answers(town) == ["Talka Jums atsako:\nPirma.", "Talka Jums atsako:\nAntra."]
    assert len(town.rows("SELECT 1 FROM audit WHERE what = 'text_read'")) == 1


def test_an_answer_sent_twice_is_sent_once(town: Town, staff: FlaskClient) -> None:
    for _ in range(2):
        sent = staff.post(f"{API}/{the_text(town)}/answer", json={"words": ANSWER}, headers={"Idempotency-Key": "once"})
        assert sent.status_code == 204
    assert len(answers(town)) == 1


def test_whoever_answers_second_reads_the_first_answer_before_theirs_leaves(town: Town, staff: FlaskClient) -> None:
    windows = [hidden(staff.get(page(town)).text, str(the_text(town))) for _ in range(2)]
    address, fields = windows[0]
    assert staff.post(f"{address}?lang=en", data=fields | {"words": "Pirma."}).status_code == 303
    address, fields = windows[1]
    refused = staff.post(f"{address}?lang=en", data=fields | {"words": "Antra."})
    shown = unescape(refused.text)
    assert (refused.status_code, "One of us has answered them meanwhile." in shown) == (409, True)
    assert "Talka Jums atsako:\nPirma." in shown
    assert ">Antra.</textarea>" in shown
    assert answers(town) == ["Talka Jums atsako:\nPirma."]
    address, fields = hidden(refused.text, str(the_text(town)))
    assert staff.post(f"{address}?lang=en", data=fields | {"words": "Antra."}).status_code == 303
    assert len(answers(town)) == 2


def test_two_texts_of_one_phone_are_one_conversation_and_its_answers_are_counted(
    town: Town, staff: FlaskClient
) -> None:
    write(town, "Ir su šunimi?")
    texts = [row.id for row in town.rows("SELECT id FROM incoming_texts WHERE unclear ORDER BY id")]
    seen = staff.get(f"{API}/{texts[1]}/conversation").get_json()["answers"]
    told = [staff.post(f"{API}/{text}/answer", json={"words": ANSWER, "seen": seen}).status_code for text in texts]
    assert (seen, told) == (0, [204, 409])
    assert staff.get(f"{API}/{texts[1]}/conversation").get_json()["answers"] == 1


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 301, "𠀀" * 3])
def test_words_that_no_sms_carries_are_asked_for_again_and_kept(town: Town, staff: FlaskClient, words: str) -> None:
    sent = send(staff, page(town), str(the_text(town)), words=words)
    assert sent.status_code == 422
    assert words.strip() in sent.text
    assert 'role="alert"' in sent.text
    assert answers(town) == []
    assert town.rows("SELECT 1 FROM audit") == []
    assert staff.post(f"{API}/{the_text(town)}/answer", json={"words": words}).status_code == 422


def test_an_answer_that_just_fits_the_field_fits_whatever_ends_its_lines(town: Town, staff: FlaskClient) -> None:
    words = "\r\n".join(["x" * 74] * 4)  # 299 for the browser, that sends 302
    assert send(staff, page(town), str(the_text(town)), words=words).status_code == 303
    assert answers(town) == ["Talka Jums atsako:\n" + " ".join(["x" * 74] * 4)]


def test_whoever_said_stop_is_called_instead(town: Town, staff: FlaskClient) -> None:
    form = staff.get(page(town)).text
    assert "<textarea" in form
    write(town, "STOP")
    refused = staff.post(f"{API}/{the_text(town)}/answer", json={"words": ANSWER})
    assert (refused.status_code, refused.get_json()["type"].rpartition("/")[2]) == (409, "wants-no-messages")
    shown = staff.get(page(town)).text
    assert "Please call them instead." in shown
    assert "<textarea" not in shown
    assert answers(town) == []


def test_a_stop_that_comes_while_one_types_refuses_the_answer_and_says_why(town: Town, staff: FlaskClient) -> None:
    text = the_text(town)
    address, fields = hidden(staff.get(page(town)).text, str(text))
    write(town, "STOP")
    sent = staff.post(f"{address}?lang=en", data=fields | {"words": ANSWER})
    assert (sent.status_code, "Please call them instead." in sent.text) == (422, True)
    assert answers(town) == []


def test_a_stop_before_it_has_left_holds_it_back(town: Town, staff: FlaskClient) -> None:
    assert staff.post(f"{API}/{the_text(town)}/answer", json={"words": ANSWER}).status_code == 204
    write(town, "STOP")
    assert answers(town) == []
    assert ("answer", "withdrawn", "suppressed") in town.fates()


def test_another_organisation_neither_reads_nor_answers(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    other = staff_of(uuid7())
    assert client.get(f"{API}/{the_text(town)}/conversation", headers=other).status_code == 404
    assert client.post(f"{API}/{the_text(town)}/answer", json={"words": ANSWER}, headers=other).status_code == 404
    client.environ_base |= {"HTTP_AUTHORIZATION": other["Authorization"]}
    assert client.get(page(town)).status_code == 404
    assert answers(town) == []


def test_at_night_it_leaves_at_once(new_town: NewTown, staff_of: Bearer) -> None:
    """Somebody has just asked, and somebody sits there to answer: neither waits for the morning."""
    town = new_town(TALKA_QUIET_HOURS="00:00-23:59")
    event = an_event_with_a_question(town, "ar")
    with web_side(town) as app:
        headers = staff_of(event.organisation_id)
        app.test_client().post(f"{API}/{the_text(town)}/answer", json={"words": ANSWER}, headers=headers)
    assert answers(town) == [f"ردّ من Talka:\n{ANSWER}"]


def test_in_arabic_the_number_keeps_its_order(town: Town, staff: FlaskClient) -> None:
    assert f"<h1>محادثة مع \u2066{PHONE}\u2069</h1>" in staff.get(page(town).replace("=en", "=ar")).text
