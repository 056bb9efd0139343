"""A yes counts for what was asked last, or for the only open question; else we ask which is meant."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from shared.contracts import events
from tests.integration.notifications.notices.test_errands import answers, text
from tests.support.factories.notices import HELPER, Request, an_errand
from tests.support.factories.notifications import Event, Town, by_sms, days


def asked(town: Town, request: Request | None = None) -> UUID:
    """A volunteer is asked and reads it."""
    offer_id = uuid7()
    town.hear((request or Request()).offered(offer_id), 1)
    town.send()
    return offer_id


def test_a_yes_after_thanks_but_no_longer_needed_promises_no_other_day(town: Town) -> None:
    other = asked(town, Request(errand=an_errand(days(5))))
    request = Request()
    settled = asked(town, request)
    town.hear(request.withdrawn(settled), 2)
    town.send()
    text(town, "TAIP")
    town.send()
    assert answers(town) == []
    written = town.arrived()[-1]
    assert (written.purpose, written.address) == ("which_meant", HELPER)
    assert "paveze" in written.body.replace("ž", "z").replace("ė", "e")
    assert "/volunteer/offers/" in written.body
    assert town.rows("SELECT unclear FROM incoming_texts") == [(False,)]
    town.hear(Request(errand=an_errand(days(5))).withdrawn(other), 2)
    town.send()
    text(town, "TAIP")
    assert town.rows("SELECT unclear FROM incoming_texts ORDER BY received_at") == [(False,), (True,)]


def test_a_yes_too_many_promises_nothing_else_and_the_same_yes_twice_is_the_same(town: Town) -> None:
    first, second = Request(), Request()
    asked(town, first)
    newest = asked(town, second)
    for _ in range(2):
        text(town, "TAIP")
    town.hear(second.assigned(), 2)
    town.send()
    text(town, "TAIP")
    assert answers(town) == [("yes", "offer", str(newest))] * 2
    town.send()
    assert town.arrived()[-1].purpose == "which_meant"
    assert town.arrived()[-1].body.count("/volunteer/offers/") == 1


def test_whoever_has_said_yes_to_all_says_it_again(town: Town) -> None:
    request = Request()
    offer_id = asked(town, request)
    text(town, "TAIP")
    town.hear(request.assigned(), 2)
    town.send()
    text(town, "TAIP")
    assert answers(town) == [("yes", "offer", str(offer_id))] * 2


def test_a_no_by_text_may_still_turn_into_a_yes(town: Town) -> None:
    offer_id = asked(town)
    text(town, "NE")
    text(town, "TAIP")
    assert answers(town) == [("no", "offer", str(offer_id)), ("yes", "offer", str(offer_id))]


def test_of_several_questions_of_which_none_is_the_last_each_is_listed_with_its_time_and_link(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    facts = event.party(contact=by_sms("lt", HELPER))
    town.hear(events.RegistrationOffered(**facts, expires_at=datetime.now(UTC) + timedelta(hours=2)))
    asked(town)
    town.send()
    town.hear(event.confirmed(contact=by_sms("lt", HELPER)))
    town.send()
    text(town, "TAIP")
    town.send()
    assert answers(town) == []
    body = town.arrived()[-1].body
    assert facts["link"] in body
    assert "/volunteer/offers/" in body
