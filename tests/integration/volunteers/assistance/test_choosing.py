"""A coordinator chooses a helper, or keeps one away; what keeps people safe is not overruled."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.requests import DoesNotFit, RequestIsOver
from services.volunteers.assistance.domain.states import NotNow
from services.volunteers.assistance.domain.waves import LAST_WAVE
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.choosing import block, choose, let_go
from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.repeating import repeat
from services.volunteers.assistance.queries.offers import of_volunteer
from shared.errors import NotFound
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_contact,
    a_helper,
    a_request,
    ahead,
    asked,
    names,
    told,
)
from tests.support.factories.volunteers import a_volunteer


def test_a_coordinator_asks_by_name_whom_no_rule_keeps_out(volunteers_session: Session) -> None:
    session = volunteers_session
    far = a_helper(session, areas=["Obeliai"])
    unsafe = a_helper(session, papers=())
    stranger = a_volunteer(session)
    request = a_request(session)
    for nobody in (unsafe, a_helper(session, kinds=["home_visit"], areas=["Obeliai"], papers=())):
        with pytest.raises(DoesNotFit):
            choose(session, LINKS, COORDINATOR, request.id, nobody.id, [ROKISKIS], said_yes=True)
    with pytest.raises(NotFound):
        choose(session, LINKS, COORDINATOR, request.id, stranger.id, [ROKISKIS], said_yes=False)
    for _ in range(2):
        choose(session, LINKS, COORDINATOR, request.id, far.id, [ROKISKIS], said_yes=False)
    offer = session.scalars(select(Offer)).one()
    choose(session, LINKS, COORDINATOR, request.id, far.id, [ROKISKIS], said_yes=True)
    assert (offer.state, offer.by, request.state) == ("accepted", "coordinator", "assigned")
    with pytest.raises(NotNow):
        choose(session, LINKS, COORDINATOR, request.id, far.id, [ROKISKIS], said_yes=False)
    other = a_request(session, starts_at=ahead(5), person=a_contact(phone="+37061277777"))
    with pytest.raises(NotFound):
        let_go(session, LINKS, COORDINATOR, other.id, offer.id, [ROKISKIS])
    for _ in range(2):
        block(session, LINKS, COORDINATOR, request.id, far.id, [ROKISKIS])
    assert (request.blocked, request.state, offer.state) == ([far.id], "open", "released")
    with pytest.raises(NotFound):
        block(session, LINKS, COORDINATOR, request.id, stranger.id, [ROKISKIS])
    with pytest.raises(NotFound):
        block(session, LINKS, COORDINATOR, request.id, uuid7(), [ROKISKIS])
    cancel(session, LINKS, other.id)
    block(session, LINKS, COORDINATOR, other.id, far.id, [ROKISKIS])
    assert other.blocked == []  # what is over needs it no more


def test_who_is_blocked_comes_to_nothing_of_the_series_whatever_they_were_asked_or_had_promised(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper = a_helper(session)
    first = a_request(session, return_at=ahead(hour=14), weekly_until=ahead(16).date())
    repeat(session, LINKS, first.id)
    week, after = session.scalars(select(Request).where(Request.repeat_of == first.id).order_by(Request.id)).all()
    back = session.scalars(select(Request).where(Request.leg_of == week.id)).one()
    session.execute(update(Request).values(sought_from=text("now()"), wave=LAST_WAVE))  # each week and way has its turn
    ((there,), (under_way,), (promised,), (no,)) = (asked(session, one) for one in (first, week, back, after))
    session.execute(update(Request).where(Request.id == first.id).values(state="done", closed_at=text("now()")))
    accept(session, LINKS, promised.id, "volunteer")
    accept(session, LINKS, under_way.id, "volunteer")
    session.execute(update(Request).where(Request.id == week.id).values(state="under_way"))
    decline(session, no.id, "reply")
    block(session, LINKS, COORDINATOR, back.id, helper.id, [ROKISKIS])
    everything = session.scalars(select(Request)).all()
    assert [one.blocked for one in everything] == [[helper.id]] * 6
    assert [one.state for one in (there, under_way, promised, no)] == ["open", "accepted", "released", "declined"]
    assert (week.state, back.state) == ("under_way", "open")
    with pytest.raises(RequestIsOver):
        accept(session, LINKS, no.id, "reply")
    assert not of_volunteer(session, no.id, helper.id).answerable


def test_the_question_to_who_is_blocked_is_taken_back_and_the_next_are_asked_at_once(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session, starts_at=ahead(days=1, hour=23))
    (offer,) = asked(session, request)
    block(session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS])
    assert (offer.state, names(session)[-1]) == ("withdrawn", "request.offer_withdrawn")
    soon = text("SELECT due_at < now() + interval '20 hours' FROM due WHERE kind = 'request_wave'")
    assert session.scalar(soon)


def test_whoever_has_promised_on_the_phone_is_not_asked_any_more(volunteers_session: Session) -> None:
    helper, request = a_helper(volunteers_session), a_request(volunteers_session)
    choose(volunteers_session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS], said_yes=True)
    messages = [type(one).__name__ for one in told(volunteers_session)]
    assert (messages.count("RequestOffered"), messages.count("RequestAssigned")) == (0, 1)
