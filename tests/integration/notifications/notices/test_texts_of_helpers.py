"""What helpers text about a visit: an answer to whether all is well, that they are there, that they are done."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture
from uuid_utils.compat import uuid7

from shared.contracts.visits import HelpCalled
from tests.integration.notifications.notices.test_errands import answers, text
from tests.support.clock import vilnius
from tests.support.factories.notices import HELPER, OTHER, Request, an_errand
from tests.support.factories.notifications import NewTown, Town, by_sms


def promised(town: Town, starts_in: timedelta = timedelta(), version: int = 2) -> Request:
    """A visit that somebody has promised, and read so."""
    request = Request(errand=an_errand(datetime.now(UTC) + starts_in))
    town.hear(request.assigned(), version)
    town.send()
    return request


@pytest.mark.parametrize(("word", "answer"), [("Taip", "yes"), ("ne", "no")])
def test_an_answer_to_whether_all_is_well_signs_nobody_up_for_something_else(
    town: Town, word: str, answer: str
) -> None:
    town.hear(Request().offered(uuid7()), 1)
    town.send()
    visit = promised(town, timedelta(hours=-2))
    town.hear(visit.overdue(), 4)
    town.send()
    text(town, word)
    assert answers(town) == [(answer, "visit", str(visit.request_id))]


def test_a_call_for_help_is_heard_whatever_was_written_since_and_no_more_once_the_visit_is_over(town: Town) -> None:
    visit, offer_id = promised(town, timedelta(hours=-2)), uuid7()
    town.hear(visit.overdue(), 4)
    town.send()
    town.hear(Request().offered(offer_id), 1)
    town.send()
    text(town, "NE")
    assert answers(town) == [("no", "visit", str(visit.request_id))]
    town.hear(visit.closed("done"), 5)
    text(town, "NE")
    assert answers(town)[1:] == [("no", "offer", str(offer_id))]


def test_a_yes_is_heard_as_long_as_it_counts_though_it_is_not_waited_for_any_more(town: Town) -> None:
    """At the screen the next is rung after three minutes, and who was rung before may still come."""
    offer_id, now = uuid7(), datetime.now(UTC)
    town.hear(Request().offered(offer_id, now + timedelta(minutes=3), counts_until=now + timedelta(hours=1)), 1)
    town.send()
    for minutes, heard in ((4, [("yes", "offer", str(offer_id))]), (57, [])):
        later = "UPDATE concerned SET asks_until = asks_until - make_interval(mins => :minutes) RETURNING 1"
        town.rows(later, minutes=minutes)
        before = len(answers(town))
        text(town, "taip")
        assert answers(town)[before:] == heard


def test_nobody_is_asked_after_a_visit_of_which_something_newer_was_heard(town: Town) -> None:
    visit = promised(town)
    town.hear(visit.reopened(), 5)
    town.hear(visit.overdue(), 4)
    town.send()
    text(town, "taip")
    assert answers(town) == []


@pytest.mark.parametrize(("word", "answer"), [("Atvykau!", "arrived"), ("baigiau", "done"), ("готово", "done")])
def test_whoever_helps_texts_that_they_are_there_and_done(town: Town, word: str, answer: str) -> None:
    visit = promised(town, timedelta(minutes=-5))
    promised(town, timedelta(days=3))
    text(town, word)
    assert answers(town) == [(answer, "visit", str(visit.request_id))]


def test_done_is_said_of_what_has_begun_and_there_of_what_is_nearest(town: Town) -> None:
    there = promised(town, timedelta(minutes=-30))
    back = promised(town, timedelta(minutes=20))
    text(town, "BAIGIAU")
    text(town, "ATVYKAU")
    said = [("done", "visit", str(there.request_id)), ("arrived", "visit", str(back.request_id))]
    assert answers(town) == said


def test_both_of_two_helpers_may_text_and_nobody_once_it_is_over(town: Town) -> None:
    request = Request(errand=an_errand(datetime.now(UTC)))
    for helper in (HELPER, OTHER):
        town.arrive(request.assigned(by_sms("lt", helper)), 2)
    town.work()
    for helper in (HELPER, OTHER):
        text(town, "ATVYKAU", helper)
    assert answers(town) == [("arrived", "visit", str(request.request_id))] * 2
    town.hear(request.closed("no_show"), 3)
    text(town, "BAIGIAU")
    assert len(answers(town)) == 2


def test_whoever_has_promised_nothing_that_is_near_is_read_by_one_of_us(town: Town) -> None:
    promised(town, timedelta(hours=3))
    text(town, "ATVYKAU")
    assert answers(town) == []
    assert town.rows("SELECT unclear FROM incoming_texts") == [(True,)]


def test_of_two_helpers_it_is_told_which_of_them_texts_and_of_nobody_else(town: Town) -> None:
    request = Request(errand=an_errand(datetime.now(UTC) + timedelta(minutes=20)))
    for helper in (HELPER, OTHER):
        town.arrive(request.assigned(by_sms("lt", helper)), 2)
    town.work()
    text(town, "ATVYKAU", OTHER)
    town.hear(Request().offered(uuid7()), 1)
    town.send()
    text(town, "NE", HELPER)
    rows = town.rows("SELECT body FROM outbox WHERE type = 'notifications.reply.received' ORDER BY seq")
    told = [json.loads(row.body)["data"] for row in rows]
    assert [(one["about"], one["phone"]) for one in told] == [("visit", OTHER), ("offer", "")]


def test_whoever_calls_for_help_by_text_reads_at_any_hour_whom_to_ring_and_may_still_answer(
    new_town: NewTown, time_machine: TimeMachineFixture
) -> None:
    town = new_town(TALKA_QUIET_HOURS="21:00-08:00", TALKA_HELP_PHONE="8 458 71 234")
    time_machine.move_to(vilnius(2026, 12, 2, 23), tick=False)
    visit = promised(town, timedelta(hours=-2))
    town.hear(visit.overdue(), 4)
    town.send()
    called = HelpCalled(request_id=visit.request_id, helper=by_sms("uk", HELPER))
    town.hear(called, 5, subject=visit.request_id)
    town.hear(visit.closed("done"), 6)
    town.hear(called, 7, subject=visit.request_id)  # it was called while the other said that all is well
    town.send()
    read = [(item.language, item.body) for item in town.arrived() if item.purpose == "help_called"]
    assert [language for language, _body in read] == ["uk", "uk"]
    assert all("8 458 71 234" in body and "112" in body for _language, body in read)


def test_what_calls_for_help_leaves_the_question_open(town: Town) -> None:
    visit = promised(town, timedelta(hours=-2))
    town.hear(visit.overdue(), 4)
    town.send()
    town.hear(HelpCalled(request_id=visit.request_id, helper=by_sms("lt", HELPER)), 5, subject=visit.request_id)
    town.send()
    text(town, "NE")
    text(town, "TAIP")
    assert answers(town) == [(answer, "visit", str(visit.request_id)) for answer in ("no", "yes")]
