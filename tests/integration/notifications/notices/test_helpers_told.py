"""What helpers read beside a first yes: of each other, of a promise that was released, and why it cannot be them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from shared.contracts.volunteers import HelperInformed, RequestOfferAnswered
from tests.integration.notifications.notices.test_errands import answers, text
from tests.support.factories.notices import ASKER, HELPER, LINK, OTHER, Request, an_errand
from tests.support.factories.notifications import NewTown, Town, by_email, by_sms, days


def informed(request: Request, news: str, *beside: str) -> HelperInformed:
    """News of a promise that holds."""
    return HelperInformed(
        request_id=request.request_id,
        errand=request.errand,
        helper=by_sms("lt", HELPER),
        link=LINK,
        news=news,
        beside=beside,
    )


def bodies(town: Town, address: str) -> list[str]:
    town.send()
    return [item.body for item in town.arrived() if item.address == address]


def test_the_person_reads_both_who_come_and_each_helper_reads_of_the_other(town: Town) -> None:
    request, both = Request(), ("Jonas", "Olga")
    for helper, beside in ((HELPER, "Olga"), (OTHER, "Jonas")):
        message = replace(request.assigned(by_sms("lt", helper)), helper_names=both, beside=(beside,))
        town.arrive(message, 2)
    town.work()
    (read,) = bodies(town, ASKER)
    assert "Jonas, Olga" in read
    assert "kartu: Olga" in bodies(town, HELPER)[0]
    assert "kartu: Jonas" in bodies(town, OTHER)[0]


def test_whoever_comes_alone_reads_of_nobody_else(town: Town) -> None:
    town.hear(Request().assigned(), 2)
    assert "kartu" not in bodies(town, HELPER)[0].lower()


def test_whoever_had_promised_reads_which_promise_is_released(town: Town) -> None:
    then = an_errand(days(2).replace(hour=9, minute=0))
    request = Request(errand=an_errand(then.starts_at + timedelta(days=8, hours=3)))
    town.hear(replace(request.moved(by_email("en")), was=then), 3)
    town.send()
    (released,) = (item.body for item in town.arrived() if item.purpose == "request_closed")
    (news,) = bodies(town, ASKER)
    assert f" {then.starts_at.day}" in released
    assert f"{request.errand.starts_at.day}" in news
    when = next(line for line in released.splitlines() if line.startswith("When"))
    assert when not in news


@pytest.mark.parametrize(
    ("news", "says"),
    [
        ("joined", "Ona"),
        ("way_there_missed", "Klausiame, ar atgal vezti reikes"),
        ("corrected", "Pasikeite adresas arba telefonas"),
    ],
)
def test_a_helper_reads_who_comes_along_that_the_way_there_came_to_nothing_and_where_to_go(
    town: Town, news: str, says: str
) -> None:
    request = Request()
    town.hear(request.assigned(), 2)
    town.hear(informed(request, news, *(["Ona"] if news == "joined" else [])), 2)
    assert says in bodies(town, HELPER)[-1]
    town.hear(request.closed("cancelled"), 3)
    town.hear(informed(request, news), 3)
    assert len([item for item in town.arrived() if item.purpose == "helper_informed"]) == 1


def test_whose_yes_cannot_be_reads_why_and_who_comes_too_late_that_nobody_is_needed(town: Town) -> None:
    request, mine, late = Request(), uuid7(), uuid7()
    for offer_id in (mine, late):
        town.hear(request.offered(offer_id), 1)
    town.send()
    town.hear(replace(request.withdrawn(mine), reason="licence"), 2)
    town.hear(request.withdrawn(late), 2)
    first, second = bodies(town, HELPER)[-2:]
    assert "vairuotojo pazymejimas" in first
    assert "nebereikia" not in first
    assert "nebereikia" in second


def test_whom_nobody_was_found_with_reads_whom_to_call(new_town: NewTown) -> None:
    town = new_town(TALKA_HELP_PHONE="8 458 71 234")
    town.hear(Request(asker=by_sms("lt", ASKER)).closed("no_show", reason="person"), 3)
    (read,) = bodies(town, ASKER)
    assert "Skambinkite: 8 458 71 234" in read
    assert LINK in read


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_a_question_that_was_answered_by_a_tap_is_not_what_a_text_may_mean(town: Town, answer: str) -> None:
    tapped, other = Request(), Request(errand=an_errand(days(5)))
    first, second = uuid7(), uuid7()
    town.hear(tapped.offered(first), 1)
    town.hear(other.offered(second), 1)
    town.send()
    town.hear(RequestOfferAnswered(request_id=tapped.request_id, offer_id=first, answer=answer), 2)
    assert len(bodies(town, HELPER)) == 2  # they know what they have said
    text(town, "TAIP")
    assert answers(town) == [("yes", "offer", str(second))]


def test_an_answer_takes_back_a_question_that_was_not_sent_yet(town: Town) -> None:
    request, offer_id = Request(), uuid7()
    town.hear(request.offered(offer_id), 1)
    town.hear(RequestOfferAnswered(request_id=request.request_id, offer_id=offer_id, answer="declined"), 2)
    assert bodies(town, HELPER) == []


def test_other_needs_are_not_told_as_another_time(town: Town) -> None:
    request = Request()
    town.hear(request.assigned(), 2)
    town.send()
    town.hear(replace(request.moved(by_sms("lt", HELPER)), what="needs"), 3)
    town.send()
    bodies = {item.purpose: item.body for item in town.arrived()}
    assert "Уточнили, какая помощь нужна" in bodies["request_moved"]
    assert "Reikia kitokios pagalbos" in bodies["request_closed"]
