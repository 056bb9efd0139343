"""What is kept under an address is told to whoever has proved it, as far as it is theirs, and for as long as needed."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.notifications.privacy.domain.cases import ACodeReaches, CodeIsWrong, NoCodeReaches
from services.notifications.privacy.operations.erasing import ask_erasure, forget_address, hear_erased
from services.notifications.privacy.operations.opening import close_shown, hear_told
from services.notifications.privacy.queries import seen
from shared.errors import NotFound
from tests.integration.shared.privacy.conftest import EMAIL, PHONE, Town
from tests.support.factories.assistance import COORDINATOR

KINDS = {
    *(
        "registration",
        "referral",
        "referral_for_another",
        "call",
        "error_report",
        "duty_phone",
        "request",
        "request_for_another",
        "volunteer",
        "helper",
    ),
    *("document", "promise", "sign_up", "address", "agreement", "message", "text"),
}
LANDLINE = "+37045852123"
LATE = "UPDATE privacy_cases SET opened_at = opened_at - interval '10 minutes' RETURNING id"


def test_all_three_tell_what_they_keep_and_nothing_of_others(town: Town) -> None:
    case_id = town.opens()
    with town.all.writing("notifications") as session:
        found = seen(session, case_id)
    assert (found.missing, {kind for kind, _number in found.counts}) == ([], KINDS)
    assert dict(found.counts)["registration"] == 2
    said = json.dumps(found.things, ensure_ascii=False)
    assert "Zofija negirdi" in said
    assert not re.search(r"Albinas|\+37061266666|\+37061255555|privacy_code", said)
    by_mail = town.opens(EMAIL.upper())
    with town.all.writing("notifications") as session:
        told = {kind for kind, _number in seen(session, by_mail).counts}
    assert told >= {"registration", "invitation", "subscription", "volunteer"}


def test_what_was_shown_is_wiped_everywhere_after_its_hour(town: Town) -> None:
    case_id = town.opens()
    assert town.all.due("notifications", "privacy_closing") == 1
    town.all.talk()
    kept = "SELECT count(*) FROM {} WHERE body ~ 'data_told|data_asked'"
    for name in town.all.services:
        assert [town.all.rows(name, kept.format(table)) for table in ("inbox", "outbox")] == [[(0,)]] * 2
    parts = "SELECT address, things FROM privacy_parts JOIN privacy_cases ON id = case_id"
    assert town.all.rows("notifications", parts) == [(None, None)] * 3
    with town.all.writing("notifications") as session, pytest.raises(NotFound):
        seen(session, case_id)
    assert "notifications.recipients.address" in town.all.found([PHONE])  # nothing was erased


def test_who_waits_for_a_service_that_is_away_gets_a_link_once_it_has_answered(town: Town) -> None:
    town.all.away = {"volunteers"}
    case_id = town.opens()
    with town.all.writing("notifications") as session:
        assert seen(session, case_id).missing == ["volunteers"]
    town.all.rows("notifications", LATE)
    assert town.all.due("notifications", "privacy_closing") == 1  # it goes on waiting
    town.all.away = set()
    town.all.talk()
    ready = "SELECT body FROM messages WHERE purpose = 'privacy_ready'"
    ((body,),) = town.all.rows("notifications", ready)
    found = re.search(rf"/messages/privacy/{case_id}\?code=(\d{{6}})", body)
    assert found
    town.proves(case_id, found[1])
    with pytest.raises(CodeIsWrong):
        town.proves(case_id, found[1])
    with town.all.writing("notifications") as session:
        hear_told(session, town.terms, case_id, "volunteers", ())  # told again, nobody is written to again
    assert len(town.all.rows("notifications", ready)) == 1


def test_after_a_week_nobody_waits_any_more(town: Town) -> None:
    town.all.away = {"events"}
    case_id = town.opens()
    town.all.rows("notifications", "UPDATE privacy_cases SET opened_at = opened_at - interval '8 days' RETURNING id")
    town.all.due("notifications", "privacy_closing")
    assert town.all.rows("notifications", "SELECT state FROM privacy_cases WHERE id = :id", id=case_id) == [("over",)]
    town.all.away = set()
    town.all.talk()
    assert town.all.rows("notifications", "SELECT things FROM privacy_parts") == [(None,)] * 2  # too late to be kept


def test_a_code_opens_its_own_case_once_and_in_time(town: Town) -> None:
    case_id, other = town.asks(), town.asks("+37061277777")
    code = town.code(case_id)
    for case, typed in ((other, code), (case_id, f"{(int(code) + 1) % 1_000_000:06}"), (COORDINATOR, code)):
        with pytest.raises(CodeIsWrong):
            town.proves(case, typed)
    with town.all.writing("notifications") as session, pytest.raises(NotFound):
        ask_erasure(session, case_id)  # nobody has proved it
    late = "UPDATE privacy_cases SET code_until = code_until - interval '15 minutes' WHERE id = :id RETURNING id"
    town.all.rows("notifications", late, id=case_id)
    with pytest.raises(CodeIsWrong):
        town.proves(case_id, code)
    last = town.asks()
    code = town.code(last)
    town.proves(last, code)
    with pytest.raises(CodeIsWrong):
        town.proves(last, code)


def test_an_address_gets_three_codes_in_an_hour_and_a_stranger_s_is_forgotten(town: Town) -> None:
    stranger = "+37061277777"
    asked = [town.asks(stranger) for _time in range(4)]
    codes = "SELECT count(*) FROM messages WHERE purpose = 'privacy_code'"
    assert len(set(asked)) == 4  # the answer is the same
    assert town.all.rows("notifications", codes) == [(3,)]
    town.sends()
    assert town.all.due("notifications", "privacy_closing") == 3
    assert town.all.found([stranger]) == set()
    for later in (close_shown, forget_address):
        for case_id in asked:
            with town.all.writing("notifications") as session:
                later(session, case_id)  # nothing is left to do
    with town.all.writing("notifications") as session:
        hear_erased(session, town.terms, asked[0], "events", ended=(), left=())
        with pytest.raises(NotFound):
            ask_erasure(session, asked[0])


def test_staff_call_a_landline_back_and_nothing_else(town: Town) -> None:
    calling: dict[str, Any] = {"staff_id": COORDINATOR, "called_back": True}
    with pytest.raises(ACodeReaches):
        town.asks(PHONE, **calling)
    with pytest.raises(NoCodeReaches):
        town.asks(LANDLINE, fault="phone-gets-no-sms", staff_id=COORDINATOR)
    with town.all.writing("events") as session:
        session.execute(text("UPDATE registrations SET channel = 'none', phone = :phone"), {"phone": LANDLINE})
    case_id = town.asks(LANDLINE, fault="phone-gets-no-sms", **calling)
    town.all.rows("notifications", LATE)
    town.all.talk()
    assert town.all.rows("notifications", "SELECT FROM messages WHERE purpose = 'privacy_ready'") == []
    town.erases(case_id)
    town.all.due("notifications", "privacy_last_words")
    town.all.talk()
    assert town.report(case_id) == {"attendance": 2}
    assert town.all.found([LANDLINE]) == set()
    noted = town.all.rows("notifications", "SELECT what, who FROM audit WHERE subject = :id ORDER BY id", id=case_id)
    deeds = ("privacy_case_opened", "privacy_case_read", "person_erased")
    assert noted == [(deed, COORDINATOR) for deed in deeds]


def test_the_address_goes_after_two_days_even_if_the_last_message_cannot_be_sent(town: Town) -> None:
    case_id = town.opens()
    town.erases(case_id)
    before = f"UPDATE privacy_cases SET erasure_asked_at = now() - interval '{timedelta(hours=49)}' RETURNING id"  # noqa: S608
    town.all.rows("notifications", before)
    town.all.due("notifications", "privacy_last_words")
    assert town.all.rows("notifications", "SELECT address FROM privacy_cases WHERE id = :id", id=case_id) == [(None,)]
    assert "notifications.recipients.address" not in town.all.found([PHONE])
