"""What a helper texts while they are at a visit: a call for help is heard, any other words are read under its name."""

from datetime import UTC, datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from tests.integration.notifications.notices.test_errands import answers, text
from tests.support.factories.notices import HELPER, Referral, Request, an_errand
from tests.support.factories.notifications import NewTown, Town, by_sms

HOUR = timedelta(hours=1)


def promised(town: Town, starts_in: timedelta) -> Request:
    """A visit that somebody has promised, and read so."""
    request = Request(errand=an_errand(datetime.now(UTC) + starts_in))
    town.hear(request.assigned(), 2)
    town.send()
    return request


def last(town: Town) -> tuple[str, str]:
    """What arrived last: for what, and its words."""
    town.send()
    return town.arrived()[-1].purpose, town.arrived()[-1].body


@pytest.mark.parametrize("word", ["NE", "PAGALBA", "Gelbėkit!", "HELP", "НІ", "Допомога", "помогите", "لا", "النجدة"])
def test_a_no_or_a_word_for_help_calls_the_coordinators_as_the_panic_button_does(town: Town, word: str) -> None:
    visit = promised(town, -HOUR / 2)
    town.hear(Request().offered(uuid7()), 1)
    town.send()
    text(town, word)
    assert answers(town) == [("no", "visit", str(visit.request_id))]
    assert town.rows("SELECT about, subject_id, unclear FROM incoming_texts") == [("visit", visit.request_id, False)]
    assert last(town)[0] == "request_offered"


def test_whoever_has_texted_that_they_are_there_is_heard_before_its_time(town: Town) -> None:
    visit = promised(town, HOUR)
    for word in ("ATVYKAU", "PAGALBA"):
        text(town, word)
    assert answers(town) == [(said, "visit", str(visit.request_id)) for said in ("arrived", "no")]


def test_other_words_wait_under_the_visits_name_and_are_answered_once_with_what_calls_for_help(
    new_town: NewTown,
) -> None:
    town = new_town(TALKA_HELP_PHONE="8 458 71 234")
    visit = promised(town, -HOUR / 2)
    for words in ("Gelbėkit, mane puola", "Jis su peiliu", "TAIP"):
        text(town, words)
    found = town.rows("SELECT about, subject_id, unclear FROM incoming_texts")
    assert found == [("visit", visit.request_id, True)] * 3
    assert answers(town) == []
    purpose, body = last(town)
    assert purpose == "at_visit"
    assert all(words in body for words in ("Atsakykite NE", "8 458 71 234", "112"))
    assert [item.purpose for item in town.arrived()].count("at_visit") == 1


def test_of_two_visits_without_an_end_the_last_to_begin_is_meant(town: Town) -> None:
    promised(town, -5 * HOUR)
    here = promised(town, -HOUR / 2)
    promised(town, 5 * HOUR)
    text(town, "NE")
    assert answers(town) == [("no", "visit", str(here.request_id))]


def test_whoever_is_not_at_a_visit_calls_nobody(town: Town) -> None:
    over = promised(town, -HOUR)
    town.hear(over.closed("done"), 3)
    promised(town, HOUR)
    promised(town, -50 * HOUR)
    for word in ("NE", "PAGALBA"):
        text(town, word)
    assert answers(town) == []
    assert last(town)[0] == "help_answer"


def test_a_reason_that_we_have_asked_for_is_not_taken_for_words_at_a_visit(town: Town) -> None:
    referral = Referral(person=by_sms("lt", HELPER))
    town.hear(referral.followed_up(), 3)
    town.send()
    text(town, "NE")
    visit = promised(town, -HOUR / 2)
    text(town, "2")
    text(town, "Labai toli")
    about = [row.about for row in town.rows("SELECT about FROM incoming_texts ORDER BY received_at")]
    assert about == ["referral", "referral", "visit"]
    assert visit.request_id == town.rows("SELECT subject_id FROM incoming_texts ORDER BY received_at")[2].subject_id


def test_a_no_to_whether_all_is_well_is_heard_however_long_ago_the_visit_began(town: Town) -> None:
    visit = promised(town, -50 * HOUR)
    town.hear(visit.overdue(), 3)
    town.send()
    town.hear(Request().offered(uuid7()), 1)
    town.send()
    text(town, "NE")
    assert answers(town) == [("no", "visit", str(visit.request_id))]
