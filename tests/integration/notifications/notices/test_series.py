"""Of help each week people read once, of the whole, and once when it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from tests.support.clock import vilnius
from tests.support.factories.notices import ASKER, HELPER, Request, an_errand
from tests.support.factories.notifications import NewTown, by_sms

MONDAY = vilnius(2090, 1, 2, 10)
SAID = {
    "lt": "kas savaite, paskutini karta sausio 23 d., pirmadienis, 10:00",
    "lt-simple": "kiekviena savaite, paskutini karta sausio 23 diena, pirmadienis, 10:00",
    "en": "back at 12:00, every week, the last time on Mon 23 Jan, 10:00",
    "ar": "والعودة الساعة 12:00، كل أسبوع، وآخر مرة الاثنين 23 يناير، 10:00",
}


@pytest.mark.parametrize("language", SAID)
def test_the_first_says_when_how_often_and_until_when_and_the_others_write_to_nobody(
    new_town: NewTown, language: str
) -> None:
    town = new_town()
    request = Request(errand=an_errand(MONDAY), asker=by_sms(language, ASKER))
    whole = replace(request.opened(), last_at=MONDAY + timedelta(weeks=3), return_at=MONDAY + timedelta(hours=2))
    town.hear(whole, 1)
    town.hear(replace(Request(asker=by_sms(language, ASKER)).opened(), of_series=True), 1)
    town.send()
    (sms,) = town.arrived()
    assert SAID[language] in sms.body


def test_of_a_series_that_is_stopped_each_helper_hears_of_their_own_promise_and_the_person_once(
    new_town: NewTown,
) -> None:
    town, helper = new_town(), by_sms("lt", HELPER)
    first, second = (Request(errand=an_errand(MONDAY + timedelta(weeks=week))) for week in (0, 1))
    for request, facts in ((first, {"last_at": MONDAY + timedelta(weeks=3)}), (second, {"of_series": True})):
        town.hear(request.opened(), 1)
        closed = replace(request.closed("cancelled", helper, "ill"), by="coordinator", **facts)
        town.hear(closed, 2)
    town.send()
    read = sorted((item.address, item.purpose) for item in town.arrived())
    assert read == [(ASKER, "request_closed"), *[(HELPER, "request_closed")] * 2]


def test_of_weeks_that_move_together_the_person_reads_once_and_each_helper_of_their_own_promise(
    new_town: NewTown,
) -> None:
    town, helper = new_town(), by_sms("lt", HELPER)
    first, second = (Request(errand=an_errand(MONDAY + timedelta(weeks=week))) for week in (0, 1))
    for request, facts in ((first, {"last_at": MONDAY + timedelta(weeks=3)}), (second, {"of_series": True})):
        town.hear(request.opened(), 1)
        town.hear(replace(request.moved(helper), **facts), 2)
    town.send()
    read = sorted((item.address, item.purpose) for item in town.arrived() if item.purpose != "request_opened")
    assert read == [(ASKER, "request_moved"), *[(HELPER, "request_closed")] * 2]
    (whole,) = (item.body for item in town.arrived() if item.purpose == "request_moved")
    assert "каждую неделю, последний раз 23 января" in whole


def test_an_offer_names_the_hour_of_a_way_back_that_nobody_has_promised(new_town: NewTown) -> None:
    town = new_town()
    town.hear(Request(errand=an_errand(MONDAY)).offered(uuid7(), return_at=MONDAY + timedelta(hours=2)), 1)
    town.send()
    (sms,) = town.arrived()
    assert "Atgal (paklausime atskirai): 12:00" in sms.body
