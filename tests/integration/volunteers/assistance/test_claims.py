"""A volunteer's answer: yes, no, and "I cannot come after all"."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance import listeners
from services.volunteers.assistance.domain.requests import OFFER, AnotherPromise, NobodyIsWaited, RequestIsOver
from services.volunteers.assistance.domain.states import Act, NotNow
from services.volunteers.assistance.domain.waves import by_day
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.claims import accept, decline, drop_out
from services.volunteers.assistance.operations.closing import cancel, close
from services.volunteers.assistance.operations.visits import arrive
from services.volunteers.assistance.operations.waves import take_back_offers
from services.volunteers.people.models import Commitment, Volunteer
from services.volunteers.people.queries import contact_of
from shared.contracts.envelope import wrap
from shared.contracts.notifications import ReplyReceived
from shared.contracts.volunteers import RequestAssigned, RequestClosed, RequestReopened
from shared.database import moment
from shared.errors import NotFound
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
    names,
    told,
)


def due(session: Session) -> list[str]:
    return list(session.scalars(text("SELECT kind FROM due ORDER BY kind")))


def test_a_yes_assigns_the_helper_and_tells_person_and_helper(volunteers_session: Session) -> None:
    session = volunteers_session
    olga = a_helper(session, name="Ольга Петренко")
    request = a_request(session, load_minutes=10)
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    accept(session, LINKS, offer.id, "reply")
    assert (request.state, request.taken) == ("assigned", 1)
    assert names(session) == ["request.opened", "request.offered", "request.offer_answered", "request.assigned"]
    message = told(session)[-1]
    assert isinstance(message, RequestAssigned)
    assert (message.helper_name, message.helper.phone) == ("Ольга", olga.phone)
    assert message.helper_link.endswith(f"/volunteer/requests/mine/{offer.id}")
    promised = session.scalars(select(Commitment.during)).one()
    around = timedelta(minutes=30)  # twenty to drive, ten to help in and out
    assert (promised.lower, promised.upper) == (request.starts_at - around, request.ends_at + around)
    assert due(session) == ["request_withdraw", "visit_overdue"]


def test_who_says_yes_second_is_thanked_and_the_others_hear_that_nobody_is_needed(volunteers_session: Session) -> None:
    session = volunteers_session
    for _ in range(3):
        a_helper(session)
    request = a_request(session)
    first, second, third = asked(session, request)
    accept(session, LINKS, first.id, "volunteer")
    with pytest.raises(NobodyIsWaited):
        accept(session, LINKS, second.id, "volunteer")
    take_back_offers(session, request.id)
    assert names(session)[-2:] == ["request.offer_withdrawn"] * 2
    assert {offer.state for offer in (second, third)} == {"withdrawn"}
    with pytest.raises(NobodyIsWaited):
        accept(session, LINKS, third.id, "volunteer")
    assert session.scalar(select(Commitment.subject_id)) == first.id


def test_a_no_may_turn_into_a_yes_while_somebody_is_sought(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session)
    (offer,) = asked(session, request)
    decline(session, offer.id, "reply")
    decline(session, offer.id, "reply")
    assert offer.state == "declined"
    accept(session, LINKS, offer.id, "volunteer")
    assert request.state == "assigned"
    decline(session, offer.id, "reply")
    assert (offer.state, request.state) == ("accepted", "assigned")


def test_when_all_have_said_no_the_next_are_asked_at_once(volunteers_session: Session) -> None:
    session = volunteers_session
    people = [a_helper(session) for _ in range(5)]
    request = a_request(session, starts_at=ahead(days=1, hour=23))
    offers = asked(session, request)
    assert len(offers) == 3
    waits = text("SELECT due_at > now() + interval '20 minutes' FROM due WHERE kind = 'request_wave'")
    for offer in offers[:2]:
        decline(session, offer.id, "volunteer")
    assert session.scalar(waits)
    decline(session, offers[2].id, "volunteer")
    session.execute(text("UPDATE due SET due_at = now() WHERE kind = 'request_wave'"))
    asked_before = {offer.volunteer_id for offer in offers}
    assert {offer.volunteer_id for offer in asked(session, request)} == {one.id for one in people} - asked_before


def test_who_is_promised_elsewhere_cannot_promise_and_nothing_is_left_of_the_try(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session)
    first = a_request(session)
    second = a_request(session, starts_at=first.ends_at + timedelta(minutes=10))
    offers = [asked(session, request)[0] for request in (first, second)]
    accept(session, LINKS, offers[0].id, "volunteer")
    with pytest.raises(AnotherPromise):
        accept(session, LINKS, offers[1].id, "volunteer")
    session.refresh(second)
    session.refresh(offers[1])
    assert (second.state, second.taken, offers[1].state) == ("open", 0, "open")


def test_a_helper_who_drops_out_makes_room_and_is_not_asked_again(volunteers_session: Session) -> None:
    session = volunteers_session
    first, second = a_helper(session), a_helper(session)
    request = a_request(session)
    offers = {offer.volunteer_id: offer for offer in asked(session, request)}
    accept(session, LINKS, offers[first.id].id, "volunteer")
    take_back_offers(session, request.id)
    drop_out(session, LINKS, offers[first.id].id, "volunteer")
    drop_out(session, LINKS, offers[first.id].id, "volunteer")
    assert (request.state, request.taken, request.wave) == ("open", 0, 0)
    assert session.scalar(select(Commitment)) is None
    assert names(session)[-1] == "request.reopened"
    assert due(session) == ["request_give_up", "request_wave", "request_withdraw"]
    (again,) = asked(session, request)
    assert again.volunteer_id == second.id
    with pytest.raises(RequestIsOver):
        accept(session, LINKS, offers[first.id].id, "volunteer")


def test_when_a_helper_drops_out_at_the_last_moment_the_search_goes_on_until_the_start(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session)
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    begun(session, request, minutes=-20)
    drop_out(session, LINKS, offer.id, "coordinator")
    assert request.gives_up_at == request.starts_at


def test_a_helper_who_drops_out_a_minute_before_the_search_would_end_is_still_followed_by_one(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session)
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    begun(session, request, minutes=-61)
    drop_out(session, LINKS, offer.id, "volunteer")
    assert request.gives_up_at == request.starts_at


def text_yes(session: Session, offer: Offer) -> None:
    reply = ReplyReceived(about=OFFER, subject_id=offer.id, answer="yes")
    envelope = wrap("notifications", reply, subject=offer.id, version=1, correlation_id="c")
    listeners.subscriptions(LINKS)[ReplyReceived](session, reply, envelope)


def test_a_yes_by_text_that_comes_to_nothing_is_answered_once(volunteers_session: Session) -> None:
    session = volunteers_session
    for _ in range(2):
        a_helper(session)
    request = a_request(session)
    first, second = asked(session, request)
    for offer in (first, second, second):
        text_yes(session, offer)
    take_back_offers(session, request.id)
    assert (first.state, second.state) == ("accepted", "withdrawn")
    assert names(session)[-2:] == ["request.assigned", "request.offer_withdrawn"]
    drop_out(session, LINKS, first.id, "volunteer")
    text_yes(session, first)
    assert (first.state, names(session)[-1]) == ("released", "request.offer_withdrawn")


def test_a_yes_by_text_of_somebody_who_is_promised_elsewhere_makes_room_for_the_next(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_helper(session)
    requests = [a_request(session), a_request(session)]
    offers = [asked(session, request)[0] for request in requests]
    for offer in offers:
        text_yes(session, offer)
    assert (offers[1].state, requests[1].state) == ("withdrawn", "open")
    next_wave = session.scalar(text("SELECT due_at FROM due WHERE kind = 'request_wave'"))
    assert next_wave == by_day(moment(session), requests[1].gives_up_at, requests[1].zone)


def test_a_yes_after_the_end_is_thanked(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session)
    (offer,) = asked(session, request)
    cancel(session, LINKS, request.id)
    with pytest.raises(RequestIsOver):
        accept(session, LINKS, offer.id, "reply")


def test_two_come_to_a_visit_for_which_that_is_wished_and_it_is_assigned_when_both_are_there(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    for _ in range(3):
        a_helper(session)
    request = a_request(session, kind="home_visit", two_people=True, destination="")
    first, second, third = asked(session, request)
    accept(session, LINKS, first.id, "volunteer")
    assert request.state == "open"
    drop_out(session, LINKS, first.id, "volunteer")
    assert "request.reopened" not in names(session)
    accept(session, LINKS, second.id, "volunteer")
    accept(session, LINKS, third.id, "volunteer")
    assert (request.state, request.taken) == ("assigned", 2)
    assert names(session)[-2:] == ["request.assigned"] * 2
    cancel(session, LINKS, request.id)
    versions = text("SELECT CAST(body AS json) ->> 'aggregateversion' FROM outbox ORDER BY seq DESC LIMIT 4")
    closed, closed_too, assigned, assigned_too = session.scalars(versions)
    assert (closed, assigned) == (closed_too, assigned_too)  # one change, whatever number of people it concerns


def test_the_helper_who_is_left_of_two_is_told_and_is_free_again_if_nobody_else_comes(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    for _ in range(2):
        a_helper(session)
    request = a_request(session, kind="home_visit", two_people=True, destination="")
    first, second = asked(session, request)
    for offer in (first, second):
        accept(session, LINKS, offer.id, "volunteer")
    drop_out(session, LINKS, first.id, "volunteer")
    close(session, LINKS, COORDINATOR, request.id, [ROKISKIS], act=Act.GIVE_UP, reason="nobody")
    left = contact_of(session.get_one(Volunteer, second.volunteer_id))
    reopened, closed = told(session)[-2:]
    assert isinstance(reopened, RequestReopened)
    assert isinstance(closed, RequestClosed)
    assert (reopened.helper, closed.helper) == (left, left)
    assert session.scalar(select(Commitment.subject_id)) is None


def test_who_has_not_promised_cannot_drop_out_nor_who_is_there(volunteers_session: Session) -> None:
    session = volunteers_session
    helper = a_helper(session)
    request = a_request(session)
    (offer,) = asked(session, request)
    with pytest.raises(NotNow):
        drop_out(session, LINKS, offer.id, "volunteer")
    accept(session, LINKS, offer.id, "volunteer")
    begun(session, request)
    arrive(session, offer.id, helper.id)
    with pytest.raises(NotNow):
        drop_out(session, LINKS, offer.id, "volunteer")


def test_an_answer_to_nothing_is_not_found(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    with pytest.raises(NotFound):
        accept(session, LINKS, request.id, "reply")
    assert session.scalars(select(Offer)).all() == []
    assert session.get_one(Request, request.id).state == "open"
