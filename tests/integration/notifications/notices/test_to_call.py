"""Whoever has asked for somebody whom nobody writes to reads whom to call, wherever it is news."""

import pytest

from shared.contracts import events
from shared.contracts.parts import Contact
from tests.support.factories.notices import ASKER, HELPER, Referral, Request
from tests.support.factories.notifications import Town, by_email, by_sms, days

LANDLINE = Contact(channel="none", phone="+37045852125", language="lt")
STAFF = "ona@rokiskis.example"
CALL = "Praneškite telefonu: +37045852125"


def mails(town: Town) -> list[str]:
    """What staff have read."""
    town.send()
    return [item.body for item in town.arrived() if item.address == STAFF]


def test_staff_read_whom_to_call_about_what_becomes_of_the_help(town: Town) -> None:
    request = Request(person=LANDLINE, asker=by_email("lt", STAFF))
    told = (
        request.assigned(),
        request.reopened(),
        request.moved(),
        request.closed("unmet", by="clock"),
    )
    for version, message in enumerate(told, 1):
        town.hear(message, version)
        assert CALL in mails(town)[-1], message
    assert len(mails(town)) == len(told)


@pytest.mark.parametrize(("outcome", "by"), [("done", "helper"), ("cancelled", "person"), ("no_show", "helper")])
def test_of_an_end_that_the_person_knows_nobody_has_to_tell_them(town: Town, outcome: str, by: str) -> None:
    request = Request(person=LANDLINE, asker=by_email("lt", STAFF))
    town.hear(request.closed(outcome, by=by), 1)
    assert [CALL in one for one in mails(town)] == [False]


def test_the_number_stands_in_no_message_but_the_askers_mail(town: Town) -> None:
    town.hear(Request(person=LANDLINE, asker=by_sms("lt", ASKER)).assigned(by_sms("lt", HELPER)), 1)
    town.hear(Request(person=by_sms("lt", "+37069999999"), asker=by_email("lt", STAFF)).assigned(), 1)
    town.send()
    assert not [item.body for item in town.arrived() if "+37045852125" in item.body or "telefonu" in item.body]


def test_staff_read_whom_to_call_about_the_answer_of_a_provider(town: Town) -> None:
    facts = Referral(person=LANDLINE).facts() | {"asker": by_email("lt", STAFF)}
    told = (
        events.ReferralAnswered(**facts, answer="accepted", appointment_at=days(5), venue="Juodupės g. 1A"),
        events.ReferralFollowedUp(**facts),
        events.ReferralClosed(**facts, outcome="expired"),
    )
    for version, message in enumerate(told, 1):
        town.hear(message, version)
        assert CALL in mails(town)[-1], message
