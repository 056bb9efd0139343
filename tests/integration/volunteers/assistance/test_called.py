"""Whom no message reaches is called: a letter to staff who have mediated brings the news to nobody yet."""

from typing import Any

import pytest
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations import claims
from services.volunteers.assistance.operations.closing import give_up
from shared.contracts.parts import Contact
from tests.support.factories.assistance import LINKS, a_contact, a_helper, asked, begun, hear_asked

LANDLINE = Contact(**a_contact(channel="none", phone="+37045852125"))
STAFF = Contact(channel="email", email="ona@rokiskis.example", language="lt")
RELATIVE = Contact(channel="sms", phone="+37067654321", language="lt")


def a_ride(session: Session, **facts: Any) -> Request:
    """A ride to the appointment of somebody who has a landline alone."""
    request_id = hear_asked(session, uuid7(), **{"person": LANDLINE, "by": "social_worker", "asker": STAFF} | facts)
    return session.get_one(Request, request_id)


def test_whom_staff_have_referred_and_nobody_writes_to_is_called_about_a_promise(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_ride(session)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    assert (request.state, request.unreached) == ("assigned", True)


@pytest.mark.parametrize(
    ("facts", "called"),
    [
        ({}, True),
        ({"by": "person"}, True),
        ({"by": "relative", "asker": RELATIVE}, False),
        ({"person": Contact(**a_contact())}, False),
    ],
    ids=["staff asked", "the person asked of staff's referral", "a relative tells them", "the person is written to"],
)
def test_and_when_nobody_was_found(volunteers_session: Session, facts: dict[str, Any], *, called: bool) -> None:
    session = volunteers_session
    request = a_ride(session, **facts)
    begun(session, request)
    give_up(session, LINKS, request.id)
    assert (request.state, request.unreached) == ("unmet", called)
