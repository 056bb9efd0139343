"""The doors of replies: texts from a gateway, the built-in phone and mailbox."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.support.factories.notifications import (
    EMAIL,
    PHONE,
    Event,
    NewTown,
    Town,
    by_email,
    by_sms,
    kannel_settings,
    web_side,
)

TEXTS = "/api/notifications/v1/texts"
SECRET = kannel_settings(1)["TALKA_KANNEL_CALLBACK_SECRET"]


@pytest.fixture
def kannel_town(new_town: NewTown) -> Town:
    """A town with Kannel, which is not asked here."""
    return new_town(**kannel_settings(1))


def take(town: Town, query: str) -> int:
    with web_side(town) as app:
        return app.test_client().get(f"{TEXTS}?{query}").status_code


def test_a_text_is_taken_in_the_charset_that_the_gateway_names(kannel_town: Town) -> None:
    arabic = quote("توقف".encode("utf-16-be"))
    cyrillic = quote("НІ і".encode("utf-16-be"))
    lithuanian = quote("Labas, Š".encode("cp1252"))
    for number, (given, charset) in enumerate(
        [(arabic, "UTF-16BE"), (cyrillic, "utf-16be"), (lithuanian, "WINDOWS-1252"), (quote("ąž"), "UTF-8")]
    ):
        query = f"from={quote(PHONE)}&text={given}&id={number}&charset={charset}&secret={quote(SECRET)}"
        assert take(kannel_town, query) == 200
    rows = kannel_town.rows("SELECT text, answer FROM incoming_texts ORDER BY provider_ref")
    assert rows == [("توقف", "stop"), ("НІ і", "unknown"), ("Labas, Š", "unknown"), ("ąž", "unknown")]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=%2B37061234567&text=NE&id=1", 404),
        ("from=%2B37061234567&text=NE&id=1&secret=wrong", 404),
        (f"text=NE&id=1&secret={quote(SECRET)}", 422),
        (f"from=%2B37061234567&text=NE&secret={quote(SECRET)}", 422),
        (f"from=%2B37061234567&text={'x' * 2001}&id=1&secret={quote(SECRET)}", 422),
    ],
)
def test_a_text_from_somebody_else_or_without_what_it_needs_is_refused(
    kannel_town: Town, query: str, status: int
) -> None:
    assert take(kannel_town, query) == status
    assert kannel_town.rows("SELECT 1 FROM incoming_texts") == []


def test_a_text_without_words_is_kept(kannel_town: Town) -> None:
    assert take(kannel_town, f"from=%2B37061234567&id=1&secret={quote(SECRET)}") == 200


def test_the_built_in_phone_texts_back(town: Town, client: FlaskClient) -> None:
    answer = client.post("/api/notifications/v1/phones/861234567/texts", json={"text": "STOP"})
    assert answer.status_code == 201
    assert town.rows("SELECT provider, answer FROM incoming_texts") == [("builtin", "stop")]
    wrong = client.post("/api/notifications/v1/phones/12/texts", json={"text": "STOP"})
    assert wrong.status_code == 422


def test_the_mailbox_tells_what_arrived_where_about_what_and_how_long_it_took(town: Town, client: FlaskClient) -> None:
    event, other = Event(), Event()
    for one in (event, other):
        town.hear_event(one, one.published())
        town.hear(one.confirmed(contact=by_sms("uk")), at=datetime.now(UTC) - timedelta(seconds=2))
        town.hear(one.confirmed(contact=by_email("en")))
    town.send()
    items = client.get(f"/api/notifications/v1/mailbox?event_id={event.event_id}").get_json()["items"]
    assert [(item["channel"], item["address"], item["language"], item["purpose"]) for item in items] == [
        ("sms", PHONE, "uk", "registration_confirmed"),
        ("email", EMAIL, "en", "registration_confirmed"),
    ]
    assert items[0]["milliseconds"] >= 2000
    assert "BEGIN:VCALENDAR" in items[1]["calendar"]
    mine = client.get("/api/notifications/v1/mailbox", query_string={"address": EMAIL.upper()}).get_json()
    assert [item["address"] for item in mine["items"]] == [EMAIL, EMAIL]


def test_the_mailbox_is_read_page_by_page(town: Town, client: FlaskClient) -> None:
    event = Event()
    town.hear_event(event, event.published())
    for number in range(5):
        town.hear(event.confirmed(contact=by_sms(phone=f"+3706123450{number}")))
    town.send()
    first = client.get("/api/notifications/v1/mailbox?limit=3").get_json()
    rest = client.get("/api/notifications/v1/mailbox", query_string={"limit": 3, "after": first["next"]}).get_json()
    seen = [item["address"] for item in [*first["items"], *rest["items"]]]
    assert (len(first["items"]), rest["next"]) == (3, None)
    assert seen == [item.address for item in town.arrived()]


def test_outside_the_embedded_run_there_is_no_built_in_phone(kannel_town: Town, new_town: NewTown) -> None:
    with web_side(new_town(TALKA_EMBEDDED="0")) as app:
        client = app.test_client()
        assert client.get("/api/notifications/v1/mailbox").status_code == 404
        assert client.post("/api/notifications/v1/phones/861234567/texts", json={"text": "NE"}).status_code == 404
        assert client.get("/messages/").status_code == 404


def test_nobody_texts_for_a_real_phone_where_a_real_gateway_brings_its_texts(kannel_town: Town) -> None:
    with web_side(kannel_town) as app:
        answers = [
            app.test_client().post(f"/api/notifications/v1/phones/{PHONE}/texts", json={"text": "STOP"}),
            app.test_client().post(f"/messages/phones/{PHONE}", data={"text": "STOP"}),
        ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert kannel_town.rows("SELECT 1 FROM incoming_texts") == []
