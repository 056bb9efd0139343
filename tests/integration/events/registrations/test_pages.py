"""The screens on which people without an account register."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.registrations import operations
from shared.database import Database
from tests.integration.events.registrations.conftest import party
from tests.support.factories.events import (
    LINKS,
    Worker,
    an_event,
)
from tests.support.ledger import states, told
from tests.support.visitor import Visitor


def go(visitor: Visitor, evening_id: UUID, who: dict[str, Any], reach: dict[str, Any] | None = None) -> Visitor:
    """Fill in the first two screens, or the first alone."""
    visitor.open(f"/register/{evening_id}").send(f"/register/{evening_id}", **who)
    return visitor.send(f"/register/{evening_id}/reach", **reach) if reach is not None else visitor


SMS = {"reach": "sms", "phone": "861234567", "language": "en"}


def test_a_name_in_the_shape_of_a_row_is_no_server_error(visitor: Visitor, evening_id: UUID) -> None:
    go(visitor, evening_id, {"party": "1", "names-0-x": "1"}, SMS)
    assert (visitor.status, visitor.address) == (200, f"/register/{evening_id}/check")


def test_a_household_registers_on_three_screens_and_gets_code_and_link(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    who = {"party": "3", "names": "Ona\nПетро\nJurga", "needs": ["wheelchair", "childcare"]}
    go(visitor, evening_id, who, SMS)
    assert visitor.address == f"/register/{evening_id}/check"
    assert "3: Ona , Петро , Jurga" in visitor.text.replace(" : ", ": ").replace("3:  ", "3: ")
    assert "+37061234567" in visitor.text
    with database.transaction() as session:
        assert states(session) == []
    visitor.send(f"/register/{evening_id}/check")
    assert (visitor.status, visitor.address[:3]) == (200, "/r/")
    with database.transaction() as session:
        (message,) = told(session)
    assert message.code in visitor.text
    assert "You have 3 places." in visitor.text
    assert "Ona , Петро , Jurga" in visitor.text


def test_the_last_screen_sent_twice_registers_once(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    page = go(visitor, evening_id, {"party": "1"}, SMS).page
    for _ in range(2):
        visitor.page = page
        visitor.send(f"/register/{evening_id}/check")
    assert visitor.address[:3] == "/r/"
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


def test_going_back_loses_nothing_and_afterwards_nothing_is_kept(visitor: Visitor, evening_id: UUID) -> None:
    go(visitor, evening_id, {"party": "3", "note": "Su vežimėliu"}, SMS)
    assert 'value="3" checked' in visitor.open(f"/register/{evening_id}").page
    assert "Su vežimėliu" in visitor.page
    assert 'value="861234567"' in visitor.open(f"/register/{evening_id}/reach").page
    visitor.open(f"/register/{evening_id}/check").send(f"/register/{evening_id}/check")
    for address in ("", "/reach", "/check"):
        assert "Su vežimėliu" not in visitor.open(f"/register/{evening_id}{address}").page
        assert visitor.address == f"/register/{evening_id}"


def test_who_goes_back_and_sends_again_is_asked_before_the_family_is_registered_twice(
    app: Flask, visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    check = f"/register/{evening_id}/check"
    go(visitor, evening_id, {"party": "1"}, SMS).send(check)
    own = visitor.address
    go(visitor, evening_id, {"party": "1"}, SMS)
    assert "You have registered for this date already." in visitor.text
    assert f'href="{own}"' in visitor.page
    other = Visitor(app, lang="en")
    assert "registered for this date already" not in go(other, evening_id, {"party": "1"}, SMS).text
    neighbour = SMS | {"phone": "861234568"}
    assert "registered for this date already" not in go(visitor, evening_id, {"party": "1"}, neighbour).text
    go(visitor, evening_id, {"party": "1"}, SMS).send(check)
    with database.transaction() as session:
        assert states(session) == ["confirmed", "confirmed"]


def test_who_has_cancelled_registers_again_without_a_question(visitor: Visitor, evening_id: UUID) -> None:
    go(visitor, evening_id, {"party": "1"}, SMS).send(f"/register/{evening_id}/check")
    visitor.open(f"{visitor.address}/cancel").send(f"{visitor.address.removesuffix('/cancel')}/cancel")
    assert "This registration is cancelled." in visitor.text
    assert "registered for this date already" not in go(visitor, evening_id, {"party": "1"}, SMS).text


def test_a_full_date_counts_those_who_wait_only_if_somebody_does(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    party(database, evening_id, 4)
    assert ("No free places" in visitor.open("/").text, "registration waiting" in visitor.text) == (True, False)
    party(database, evening_id, 2)
    assert "No free places, 1 registration waiting" in visitor.open("/").text


def test_nobody_jumps_over_a_screen(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    assert visitor.open(f"/register/{evening_id}/check").address == f"/register/{evening_id}"
    go(visitor, evening_id, {"party": "2"})
    assert visitor.open(f"/register/{evening_id}/check").address == f"/register/{evening_id}/reach"
    visitor.send(f"/register/{evening_id}/check")
    assert visitor.address == f"/register/{evening_id}/reach"
    with database.transaction() as session:
        assert states(session) == []


def test_what_one_browser_has_typed_no_other_can_read(app: Flask, visitor: Visitor, evening_id: UUID) -> None:
    go(visitor, evening_id, {"party": "2", "note": "Su vežimėliu"})
    cookie = visitor.cookie("talka_draft", f"/register/{evening_id}")
    assert "Su v" not in cookie
    other = Visitor(app, lang="en", talka_draft=cookie)
    assert "Su vežimėliu" not in other.open(f"/register/{evening_id}").page
    assert other.status == 200


@pytest.mark.parametrize(
    ("screen", "wrong", "said"),
    [
        ("", {"party": "9"}, "between 1 and 8"),
        ("", {"party": ""}, "Please fill this in"),
        ("", {"party": "2", "names": "Ona"}, "a name for each person"),
        ("", {"party": "2", "names": "\n".join("123456789")}, "at most eight"),
        ("/reach", {"reach": "sms", "phone": "0501234567"}, "country code"),
        ("/reach", {"reach": "sms", "phone": "123"}, "not a phone number"),
        ("/reach", {"reach": "sms"}, "Mobile phone: Please fill this in"),
        ("/reach", {"reach": "email", "email": "ona"}, "not an e-mail address"),
        ("/reach", {"phone": "861234567"}, "How shall we write to you? Please fill this in"),
        ("/reach", {"reach": "helper", "language": "fr"}, "Choose one of"),
    ],
)
def test_what_is_wrong_on_a_screen_is_said_there_beside_what_was_typed(
    visitor: Visitor, evening_id: UUID, screen: str, wrong: dict[str, str], said: str
) -> None:
    typed = {"language": "en"} if screen else {"note": "Su vežimėliu", "needs": "wheelchair"}
    go(visitor, evening_id, {"party": "2"})
    visitor.open(f"/register/{evening_id}{screen}").send(f"/register/{evening_id}{screen}", **typed | wrong)
    assert visitor.status == 422
    assert said in visitor.text
    if not screen:
        assert "Su vežimėliu" in visitor.page
        assert 'value="wheelchair" checked' in visitor.page


def test_a_party_that_somebody_helps_gives_no_address_and_keeps_its_code(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    go(visitor, evening_id, {"party": "1"}, {"reach": "helper", "language": "en"})
    assert "We cannot tell you about changes." in visitor.text
    visitor.send(f"/register/{evening_id}/check")
    assert "We cannot tell you about changes. Write down this code:" in visitor.text
    with database.transaction() as session:
        (message,) = told(session)
    assert message.contact.channel == "none"


@pytest.mark.parametrize(
    ("left", "chosen", "kept"),
    [
        ({"phone": "123"}, {"reach": "email", "email": "ona@example.lt"}, (None, "ona@example.lt")),
        ({"phone": "861234567"}, {"reach": "email", "email": "ona@example.lt"}, (None, "ona@example.lt")),
        ({"email": "ona"}, {"reach": "sms", "phone": "861234567"}, ("+37061234567", None)),
        ({"phone": "123", "email": "ona"}, {"reach": "helper"}, (None, None)),
    ],
)
def test_what_was_typed_for_a_way_that_was_not_chosen_in_the_end_neither_stands_in_the_way_nor_is_kept(
    visitor: Visitor,
    database: Database,
    evening_id: UUID,
    left: dict[str, str],
    chosen: dict[str, str],
    kept: tuple[str | None, str | None],
) -> None:
    go(visitor, evening_id, {"party": "1"}, left | chosen | {"language": "en"})
    visitor.send(f"/register/{evening_id}/check")
    with database.transaction() as session:
        (message,) = told(session)
    assert (message.contact.phone, message.contact.email) == kept


def test_a_waiting_party_with_a_landline_alone_is_promised_no_message(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    party(database, evening_id, 4)
    go(visitor, evening_id, {"party": "1"}, SMS | {"phone": "834651234"})
    assert "write to you" not in visitor.text
    visitor.send(f"/register/{evening_id}/check")
    assert "You are number 1 on the waiting list. Look at this page" in visitor.text
    assert "We cannot tell you about changes. Write down this code:" in visitor.text
    assert "write to you" not in visitor.text


def test_a_phone_of_a_country_that_gets_no_sms_is_kept_for_calls_and_people_are_told_so(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    go(visitor, evening_id, {"party": "1"}, SMS | {"phone": "+1 202 555 0123"})
    assert "We may call you, an SMS does not reach this number: +12025550123" in visitor.text
    visitor.send(f"/register/{evening_id}/check")
    assert "We cannot tell you about changes. Write down this code:" in visitor.text
    with database.transaction() as session:
        (message,) = told(session)
    assert (message.contact.channel, message.contact.phone) == ("none", "+12025550123")


def test_of_two_addresses_the_chosen_one_is_written_to(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    both = SMS | {"reach": "email", "email": "ona@example.lt"}
    go(visitor, evening_id, {"party": "1"}, both).send(f"/register/{evening_id}/check")
    with database.transaction() as session:
        (message,) = told(session)
    assert (message.contact.channel, message.contact.email) == ("email", "ona@example.lt")


def test_a_party_larger_than_the_room_sees_why(visitor: Visitor, evening_id: UUID) -> None:
    go(visitor, evening_id, {"party": "5"}, SMS).send(f"/register/{evening_id}/check")
    assert (visitor.status, "Places in all: 4" in visitor.text) == (422, True)


def test_what_is_over_takes_no_registrations(visitor: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        event = an_event(session, worker)
        operations.cancel_event(session, LINKS, worker, event["id"], 2, reason={})
    visitor.open(f"/register/{event['occurrences'][0]['id']}")
    assert (visitor.status, "Registration for this date is closed" in visitor.text) == (409, True)


def test_who_comes_too_late_joins_the_waiting_list_and_knows_the_place_in_it(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    party(database, evening_id, 3)
    go(visitor, evening_id, {"party": "2"}, SMS)
    assert "Only 1 place is free." in visitor.text
    assert "Join the waiting list" in visitor.text
    visitor.send(f"/register/{evening_id}/check")
    assert "You are number 1 on the waiting list." in visitor.text


def test_the_pages_say_that_a_text_is_in_another_language(
    app: Flask, database: Database, evening: dict[str, Any], evening_id: UUID
) -> None:
    link = party(database, evening_id)["link"].removeprefix("http://talka.test")
    said = "Этого текста на Вашем языке пока нет; показан на другом: литовский."
    for path in (f"/register/{evening_id}", f"{link}?lang=ru", f"/events/{evening['id']}"):
        assert said in Visitor(app, "ru").open(path).text
    assert "Šio teksto Jūsų kalba dar nėra" not in Visitor(app, "lt").open(f"/register/{evening_id}").text


def test_pages_speak_the_persons_language(app: Flask, evening_id: UUID) -> None:
    page = Visitor(app, "ar").open(f"/register/{evening_id}").page
    assert '<html lang="ar" dir="rtl">' in page
