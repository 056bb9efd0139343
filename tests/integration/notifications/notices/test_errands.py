"""What people read of help to one person: each once, the newest facts alone, nothing private."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from time_machine import TimeMachineFixture
from uuid_utils.compat import uuid7

from services.notifications.replies.operations import Incoming, keep_text
from shared.contracts.envelope import Message
from shared.contracts.parts import Contact
from shared.contracts.volunteers import VolunteerContactChanged
from tests.support.clock import vilnius
from tests.support.factories.notices import ASKER, HELPER, OTHER, Request, an_errand
from tests.support.factories.notifications import Event, NewTown, Town, a_shift, a_sign_up, by_email, by_sms


def told(town: Town) -> list[tuple[str, str, str]]:
    """Who has read what, in which language."""
    town.send()
    return sorted((item.address, item.purpose, item.language) for item in town.arrived())


def text(town: Town, words: str, phone: str = HELPER) -> None:
    """Somebody texts us, and the worker follows."""
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), phone, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")


def answers(town: Town) -> list[tuple[str, str, str]]:
    """What the others were told of answers."""
    rows = town.rows("SELECT body FROM outbox WHERE type = 'notifications.reply.received' ORDER BY seq")
    said = [json.loads(row.body)["data"] for row in rows]
    return [(reply["answer"], reply["about"], reply["subject_id"]) for reply in said]


def test_everybody_concerned_reads_it_in_their_language_and_nobody_writes_to_whom_a_helper_tells(town: Town) -> None:
    request = Request()
    town.hear(request.opened(), 1)
    town.hear(request.assigned(), 2)
    assert told(town) == [(ASKER, "request_assigned", "ru"), (HELPER, "request_taken", "lt")]
    bodies = {item.address: item.body for item in town.arrived()}
    assert "Olga" in bodies[ASKER]
    assert "/volunteer/requests/mine" in bodies[HELPER]
    assert "poliklinika" not in bodies[ASKER] + bodies[HELPER]


def test_a_person_and_a_relative_with_one_phone_read_it_once(town: Town) -> None:
    town.hear(Request(person=by_sms("lt", ASKER)).opened(), 1)
    assert told(town) == [(ASKER, "request_opened", "lt")]


def test_where_a_helper_tells_everybody_nobody_is_written_to(town: Town) -> None:
    town.hear(Request(asker=None).opened(), 1)
    assert (town.messages(), town.published()) == ([], [])


def test_what_is_told_twice_is_read_once_and_older_facts_never_overtake_newer_ones(town: Town) -> None:
    request = Request()
    town.hear(request.assigned(), 2)
    town.hear(request.assigned(), 2)
    town.hear(request.opened(), 1)
    assert told(town) == [(ASKER, "request_assigned", "ru"), (HELPER, "request_taken", "lt")]


def test_two_helpers_of_one_visit_hear_and_the_others_hear_it_once(town: Town) -> None:
    request = Request(person=by_email("uk"))
    for helper in (HELPER, OTHER):
        town.arrive(request.assigned(by_sms("lt", helper)), 2)
    town.work()
    both = [(HELPER, "request_taken", "lt"), (OTHER, "request_taken", "lt")]
    assert told(town)[:3] == [(ASKER, "request_assigned", "ru"), *both]
    for helper in (HELPER, OTHER):
        town.arrive(request.closed("cancelled", by_sms("lt", helper)), 3)
    town.work()
    told(town)
    ends = [item.address for item in town.arrived() if item.purpose == "request_closed"]
    assert len(ends) == len(set(ends)) == 4


def test_the_end_of_a_request_takes_back_what_was_not_sent(town: Town) -> None:
    request = Request()
    town.hear(request.opened(), 1)
    town.hear(request.assigned(), 2)
    town.hear(request.closed("cancelled", by_sms("lt", HELPER)), 3)
    assert told(town) == [(ASKER, "request_closed", "ru"), (HELPER, "request_closed", "lt")]
    assert {row[2] for row in town.fates() if row[1] == "withdrawn"} == {"stale_version", "no_longer_wanted"}


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("done", "Pagalba suteikta"),
        ("unmet", "Kvieskite taksi"),
        ("cancelled", "Prasymas atsauktas"),
        ("no_show", "Susitikti nepavyko"),
    ],
)
def test_the_end_says_how_it_ended_and_what_to_do(town: Town, outcome: str, says: str) -> None:
    request = Request(asker=by_sms("lt", ASKER), errand=an_errand(datetime.now(UTC) - timedelta(hours=1)))
    town.hear(request.closed(outcome, by_sms("lt", HELPER)), 3)
    town.send()
    bodies = {item.address: item.body for item in town.arrived()}
    assert says in bodies[ASKER]
    assert (HELPER in bodies) is (outcome != "no_show")


def test_a_helper_hears_that_they_were_missed_and_not_that_somebody_else_was(town: Town) -> None:
    town.hear(Request().closed("no_show", by_sms("lt", HELPER), "helper"), 3)
    town.hear(Request().closed("no_show", by_sms("lt", HELPER), "person"), 3)
    town.send()
    (missed,) = (item.body for item in town.arrived() if item.address == HELPER)
    assert "neatvykote" in missed


def test_of_help_about_which_nobody_said_a_word_nothing_is_claimed(town: Town) -> None:
    request = Request(errand=an_errand(datetime.now(UTC) - timedelta(days=7)))
    town.hear(request.assigned(), 2)
    town.send()
    before = len(town.arrived())
    town.hear(request.closed("done", by_sms("lt", HELPER), by="clock"), 3)
    town.send()
    assert len(town.arrived()) == before


def test_a_mail_names_the_destination_and_leaves_out_what_nobody_said(town: Town) -> None:
    town.hear(Request(asker=by_email("en")).opened(), 1)
    town.hear(Request(asker=by_email("en"), errand=an_errand(destination="")).opened(), 1)
    town.send()
    first, second = (item.body for item in town.arrived())
    assert "Where to: Rokiškio poliklinika" in first
    assert "Where to" not in second


def test_a_reopened_request_tells_whoever_waits(town: Town) -> None:
    request = Request()
    town.hear(request.assigned(), 2)
    town.send()
    town.hear(request.reopened(), 3)
    assert told(town)[-2:] == [(ASKER, "request_reopened", "ru"), (HELPER, "request_taken", "lt")]


def test_whoever_waits_and_whoever_had_promised_hear_that_the_help_has_moved(town: Town) -> None:
    request = Request()
    town.hear(request.assigned(), 2)
    town.send()
    town.hear(request.moved(by_sms("lt", HELPER)), 3)
    assert {(ASKER, "request_moved", "ru"), (HELPER, "request_closed", "lt")} < set(told(town))
    bodies = {item.purpose: item.body for item in town.arrived()}
    assert "ищем волонтёра" in bodies["request_moved"]
    assert "pazadas nebegalioja" in bodies["request_closed"]


def test_the_helper_who_is_left_hears_that_the_other_cannot_come_and_that_they_need_not_go(town: Town) -> None:
    request = Request()
    town.hear(request.reopened(by_sms("lt", HELPER)), 3)
    town.send()
    town.hear(request.closed("unmet", by_sms("lt", HELPER)), 4)
    town.send()
    first, second = (item.body for item in town.arrived() if item.address == HELPER)
    assert "Antras savanoris negali" in first
    assert "eiti nereikia" in second
    assert not any("/volunteer/requests/" in words for words in (first, second))


@pytest.mark.parametrize(("word", "answer"), [("TAIP", "yes"), ("ne", "no")])
def test_a_text_answers_the_question_whether_one_can_help(town: Town, word: str, answer: str) -> None:
    offer_id = uuid7()
    town.hear(Request().offered(offer_id), 1)
    assert told(town) == [(HELPER, "request_offered", "lt")]
    assert not {"poliklinika", "Olga"} & set(town.arrived()[0].body.split())
    text(town, word)
    assert answers(town) == [(answer, "offer", str(offer_id))]


def test_a_text_answers_nothing_that_was_not_read_or_is_over(town: Town) -> None:
    request, offer_id = Request(), uuid7()
    town.hear(request.offered(offer_id), 1)
    text(town, "TAIP")
    town.send()
    town.hear(request.withdrawn(offer_id), 2)
    text(town, "TAIP")
    assert answers(town) == []
    assert [row.unclear for row in town.rows("SELECT unclear FROM incoming_texts")] == [True, True]


def test_a_no_after_news_that_takes_none_cancels_nothing_else(town: Town) -> None:
    town.hear(a_sign_up(a_shift(), contact=by_sms("lt", HELPER)), 1)
    town.send()
    town.hear(Request().assigned(), 2)
    town.send()
    text(town, "NE")
    assert answers(town) == []


def test_a_yes_goes_to_the_newest_open_question_of_any_kind(town: Town) -> None:
    event, offer_id = Event(), uuid7()
    town.hear(Request().offered(offer_id), 1)
    town.send()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("lt", HELPER)))
    town.send()
    text(town, "TAIP")
    assert answers(town) == [("yes", "offer", str(offer_id))]


def test_whoever_has_not_read_the_question_is_not_told_that_it_is_over(town: Town) -> None:
    request, read, unread = Request(), uuid7(), uuid7()
    town.hear(request.offered(read), 1)
    town.send()
    town.hear(request.offered(unread), 1)
    town.hear(request.withdrawn(read), 2)
    town.hear(request.withdrawn(unread), 2)
    assert [purpose for _, purpose, _ in told(town)] == ["request_offer_withdrawn", "request_offered"]


def test_each_alarm_is_told_and_nobody_asks_after_a_visit_that_was_closed(town: Town) -> None:
    request = Request()
    town.hear(request.overdue(), 4)
    town.hear(request.alerted("visit_overdue"), 4, subject=request.request_id)
    town.hear(request.alerted("panic"), 4, subject=request.request_id)
    assert told(town) == [
        (HELPER, "visit_overdue", "lt"),
        (OTHER, "staff_alerted", "lt"),
        (OTHER, "staff_alerted", "lt"),
    ]
    assert any("PAVOJUS" in item.body for item in town.arrived())
    town.hear(request.closed("done"), 5)
    town.hear(request.overdue(), 4)
    assert len([purpose for _, purpose, _ in told(town) if purpose == "visit_overdue"]) == 1


def test_an_address_that_is_no_volunteer_s_any_more_reads_what_to_do(new_town: NewTown) -> None:
    town = new_town(TALKA_HELP_PHONE="8 458 71 234")
    for version in (4, 5):
        town.hear(VolunteerContactChanged(contact=by_sms("lt", HELPER)), version)
        town.send()
    first, second = (item.body for item in town.arrived())
    assert first == second
    assert first.endswith("tuoj pat praneskite mums.\nSkambinkite: 8 458 71 234")


def test_at_night_alarms_leave_offers_leave_if_the_morning_is_too_late_and_the_rest_waits(
    new_town: NewTown, time_machine: TimeMachineFixture
) -> None:
    town = new_town(TALKA_QUIET_HOURS="21:00-08:00")
    time_machine.move_to(vilnius(2026, 12, 2, 23), tick=False)
    soon, late = Request(errand=an_errand(vilnius(2026, 12, 3, 9))), Request(errand=an_errand(vilnius(2026, 12, 5, 9)))
    early = uuid7()
    town.hear(soon.offered(early, vilnius(2026, 12, 3, 7)), 1)
    town.hear(late.offered(uuid7(), vilnius(2026, 12, 4, 12)), 1)
    town.hear(late.alerted("panic"), 1, subject=late.request_id)
    town.hear(late.closed("done"), 3)
    town.send()
    left = [row for row in town.messages() if row.state != "queued"]
    assert [(row.purpose, row.subject_id) for row in left] == [
        ("request_offered", early),
        ("staff_alerted", late.request_id),
    ]
    waiting = {row.next_attempt_at for row in town.messages(state="queued")}
    assert waiting == {vilnius(2026, 12, 3, 8).astimezone(UTC)}


def test_who_said_any_hour_is_written_to_at_night(new_town: NewTown, time_machine: TimeMachineFixture) -> None:
    town = new_town(TALKA_QUIET_HOURS="21:00-08:00")
    time_machine.move_to(vilnius(2026, 12, 2, 23), tick=False)
    awake = Contact(channel="sms", phone=ASKER, language="lt", any_hour=True)
    town.hear(Request(asker=awake, errand=an_errand(vilnius(2026, 12, 9, 9))).assigned(), 2)
    town.send()
    assert {item.address for item in town.arrived()} == {ASKER, HELPER}


@pytest.mark.parametrize("about", ["request", "offer", "visit", "alarm"])
def test_the_owner_of_the_thing_hears_that_somebody_was_not_reached(town: Town, about: str) -> None:
    nowhere = by_sms("lt", "12")
    request, offer_id = Request(asker=nowhere), uuid7()
    messages: dict[str, Message] = {
        "request": request.opened(),
        "offer": replace(request.offered(offer_id), volunteer=nowhere),
        "visit": replace(request.overdue(), helper=nowhere),
        "alarm": replace(request.alerted("panic"), contact=nowhere),
    }
    subject = offer_id if about == "offer" else request.request_id
    town.hear(messages[about], 3, subject=subject)
    (failed,) = town.rows("SELECT body FROM outbox WHERE type = 'notifications.message.failed'")
    data = json.loads(failed.body)["data"]
    assert (data["about"], data["subject_id"], data["subject_version"]) == (about, str(subject), 3)
