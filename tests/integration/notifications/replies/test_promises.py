"""What a helper texts about promises that lie ahead: none is taken back by a word, and what can be done is said."""

from datetime import UTC, datetime, timedelta

from uuid_utils.compat import uuid7

from tests.integration.notifications.notices.test_errands import answers, text
from tests.support.factories.notices import HELPER, Request, an_errand
from tests.support.factories.notifications import NewTown, Town, a_shift, a_sign_up, by_sms, days

MINE = "https://talka.test/volunteer/requests/mine"


def promised(town: Town, starts_at: datetime) -> Request:
    """A visit that somebody has promised, and read so."""
    request = Request(errand=an_errand(starts_at))
    town.hear(request.assigned(), 2)
    town.send()
    return request


def last(town: Town) -> tuple[str, str]:
    """What arrived last: for what, and its words."""
    town.send()
    return town.arrived()[-1].purpose, town.arrived()[-1].body


def test_a_no_says_where_each_promise_can_be_taken_back_and_is_read_by_one_of_us(new_town: NewTown) -> None:
    town = new_town(TALKA_HELP_PHONE="8 458 71 234")
    for number in (3, 1, 2):
        promised(town, days(number))
    signed_up = a_sign_up(a_shift(starts_at=days(4)), contact=by_sms("lt", HELPER))
    town.hear(signed_up, 1)
    town.send()
    promised(town, days(5))
    text(town, "NE")
    purpose, body = last(town)
    assert (purpose, body.count(MINE)) == ("passed_on", 3)
    assert body.startswith("Perdaveme Jusu zinute koordinatoriui.\nNegalite padeti? Pasakykite cia:\npavezeti, ")
    assert body.endswith("8 458 71 234")
    assert answers(town) == []
    assert town.rows("SELECT unclear FROM incoming_texts") == [(True,)]


def test_a_shift_that_was_promised_is_named_too(town: Town) -> None:
    signed_up = a_sign_up(a_shift(), contact=by_sms("lt", HELPER))
    town.hear(signed_up, 1)
    town.send()
    town.hear(Request(errand=an_errand(days(2))).closed("cancelled", by_sms("lt", HELPER)), 3)
    town.send()
    text(town, "NE")
    purpose, body = last(town)
    assert (purpose, signed_up.link in body) == ("passed_on", True)


def test_whoever_is_there_too_early_reads_from_when_on_it_counts(town: Town) -> None:
    starts_at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    promised(town, starts_at)
    promised(town, starts_at + timedelta(days=1))
    text(town, "ATVYKAU")
    purpose, body = last(town)
    from_when = (starts_at - timedelta(hours=2)).astimezone(town.terms.zone)
    assert (purpose, f", {from_when:%H:%M}" in body) == ("too_early", True)
    assert answers(town) == []
    assert town.rows("SELECT unclear FROM incoming_texts") == [(True,)]


def test_whoever_is_there_too_late_is_read_by_one_of_us(town: Town) -> None:
    over = promised(town, datetime.now(UTC) - timedelta(hours=1))
    town.hear(over.closed("done"), 3)
    text(town, "ATVYKAU")
    town.send()
    (body,) = (item.body for item in town.arrived() if item.purpose == "passed_on")
    assert body == "Perdavėme Jūsų žinutę koordinatoriui."
    assert town.rows("SELECT unclear FROM incoming_texts") == [(True,)]


def test_a_no_that_may_be_meant_for_another_question_is_asked_about(town: Town) -> None:
    offers = [uuid7(), uuid7()]
    for offer_id in offers:
        request = Request()
        town.hear(request.offered(offer_id), 1)
        town.send()
    town.hear(request.withdrawn(offers[1]), 2)
    town.send()
    text(town, "NE")
    purpose, body = last(town)
    assert (purpose, body.count("/volunteer/offers/")) == ("which_declined", 1)
    assert "Kam sakote" in body
    assert answers(town) == []
    assert town.rows("SELECT unclear FROM incoming_texts") == [(False,)]


def test_a_no_that_may_be_meant_for_a_promise_is_asked_about_and_read_by_one_of_us(town: Town) -> None:
    town.hear(Request().offered(uuid7()), 1)
    town.send()
    promised(town, days(2))
    text(town, "NE")
    purpose, body = last(town)
    assert (purpose, "/volunteer/offers/" in body, MINE in body) == ("which_declined", True, True)
    assert answers(town) == []
    assert town.rows("SELECT unclear FROM incoming_texts") == [(True,)]
