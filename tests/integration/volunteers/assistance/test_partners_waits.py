"""What the search waits for: partners who have heard of it, and nobody else; and no answer shortens a wave."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.claims import accept, decline, drop_out
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.partners import agree, refuse
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.assistance.queries.partners import asked_of
from shared.contracts.notifications import MessageDelivered, MessageFailed
from shared.contracts.organisations import StaffAsked
from shared.database import moment
from tests.support.factories.assistance import COORDINATOR, LINKS, a_helper, a_request, asked, names
from tests.support.factories.partners import (
    CARITAS,
    NAMES,
    SIRENA,
    a_partners_helper,
    agreed,
    alarm,
    arrived,
    asks,
    clock,
    hear,
    lost,
    partners,
    steps,
    written,
)

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def request_(volunteers_session: Session) -> Request:
    """A ride in a few hours, for which two partners were asked; at night too nobody waits for the morning."""
    session = volunteers_session
    partners(session, CARITAS, SIRENA, names=NAMES)
    for one in (CARITAS, SIRENA):
        a_partners_helper(session, one)
    request = a_request(session, starts_at=moment(session) + 3 * AN_HOUR)
    ask_wave(session, LINKS, request.id)
    assert clock(session) > timedelta(0)
    return request


def test_a_partner_where_nobody_can_be_written_to_is_not_waited_for(
    volunteers_session: Session, request_: Request
) -> None:
    session, question = volunteers_session, asks(volunteers_session, request_)
    waited = clock(session)
    written(session, question[CARITAS], 0)
    assert clock(session) == waited  # for the other
    for _ in range(2):
        written(session, question[SIRENA], 0)
    assert clock(session) == timedelta(0)
    assert (asked(session, request_), alarm(session)) == ([], "nobody_helps")
    assert steps(session, request_).count("partner_unreached") == 2
    assert [ask.id for ask, _request in asked_of(session, [SIRENA])] == [question[SIRENA].id]
    assert len(agreed(session, request_, SIRENA)) == 1  # whoever comes to work there finds it on the board


def test_when_the_last_mail_to_a_partner_is_lost_it_is_not_waited_for(
    volunteers_session: Session, request_: Request
) -> None:
    session, question = volunteers_session, asks(volunteers_session, request_)
    ask, first, second = question[CARITAS], uuid7(), uuid7()
    written(session, question[SIRENA], 0)
    lost(session, ask, first)  # it may be heard before how many there were
    written(session, ask, 2)
    lost(session, ask, second, "uncertain")
    waited = clock(session)
    assert (waited > timedelta(0), ask.unreached) == (True, False)
    arrived(session, ask, first)
    lost(session, ask, second)
    assert clock(session) == waited
    lost(session, ask, first)
    assert clock(session) == timedelta(0)
    assert (asked(session, request_), alarm(session)) == ([], "nobody_helps")
    assert steps(session, request_).count("partner_unreached") == 2


def test_what_is_lost_of_another_alarm_or_of_what_is_over_changes_nothing(
    volunteers_session: Session, request_: Request
) -> None:
    session, question, another = volunteers_session, asks(volunteers_session, request_), uuid7()
    facts: dict[str, Any] = {"message_id": another, "about": "alarm", "purpose": "staff_alerted"}
    hear(session, MessageFailed(**facts, subject_id=request_.id, state="failed"), another)
    hear(session, StaffAsked(ask_id=another, people=0), another)
    hear(session, MessageDelivered(**facts, subject_id=request_.id, by="receipt"), another)
    refuse(session, COORDINATOR, question[SIRENA].id, [SIRENA])
    written(session, question[SIRENA], 0)
    cancel(session, LINKS, request_.id)
    written(session, question[CARITAS], 0)
    assert "partner_unreached" not in steps(session, request_)
    assert names(session)[-1] == "request.closed"
    assert not session.scalar(text("SELECT count(*) FROM due WHERE kind = 'request_wave'"))


def test_an_answer_of_a_partner_shortens_no_wave_of_the_own_volunteers(
    volunteers_session: Session, request_: Request
) -> None:
    session, question = volunteers_session, asks(volunteers_session, request_)
    refuse(session, COORDINATOR, question[SIRENA].id, [SIRENA])
    own = [a_helper(session).id for _ in range(5)]
    agree(session, COORDINATOR, question[CARITAS].id, [CARITAS])
    assert clock(session) == timedelta(0)
    offers = asked(session, request_)
    assert {one.volunteer_id for one in offers} <= set(own)
    waited = clock(session)
    for _ in range(2):
        refuse(session, COORDINATOR, question[CARITAS].id, [CARITAS])
        assert (clock(session), alarm(session)) == (waited, None)
        agree(session, COORDINATOR, question[CARITAS].id, [CARITAS])
        assert clock(session) == waited
    assert waited > timedelta(minutes=20)
    accept(session, LINKS, offers[0].id, "reply")
    drop_out(session, LINKS, offers[0].id, "volunteer")
    again = asked(session, request_)
    waited = clock(session)
    assert waited > timedelta(minutes=20)
    refuse(session, COORDINATOR, question[CARITAS].id, [CARITAS])
    agree(session, COORDINATOR, question[SIRENA].id, [SIRENA])
    assert (clock(session), alarm(session)) == (waited, None)
    for one in [*offers, *again]:
        decline(session, one.id, "reply")
    assert clock(session) == timedelta(0)


def test_a_partner_who_leaves_before_the_answer_is_not_waited_for(
    volunteers_session: Session, request_: Request
) -> None:
    session = volunteers_session
    waited = clock(session)
    partners(session, SIRENA, version=2, names=NAMES)
    assert clock(session) == waited  # the other may agree
    partners(session, version=3)
    assert clock(session) == timedelta(0)
    assert (asked(session, request_), alarm(session)) == ([], "nobody_helps")
