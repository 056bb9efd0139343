"""Volunteers are asked in waves; nobody is forgotten, and the coordinator and the person always hear."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import OFFER
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations import waves as waves_of_requests
from services.volunteers.assistance.operations.asking import approve, ask_as_stranger
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.closing import cancel, give_up
from services.volunteers.assistance.operations.repeating import repeat
from services.volunteers.assistance.operations.waves import ask_wave, take_back_offers
from services.volunteers.assistance.queries.matches import best, everybody
from shared.contracts.counting import RequestCounted
from shared.contracts.volunteers import RequestAsked, RequestClosed, RequestOffered
from shared.database import moment
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
    begun,
    due_in,
    facts_of_a_request,
    names,
    told,
)


def test_three_are_asked_then_ten_then_all_and_at_last_the_coordinator(
    volunteers_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves_of_requests, "asked_at_once", lambda _kind, wave: {1: 2, 2: 3}.get(wave, 2))
    session = volunteers_session
    people = {a_helper(session).id for _ in range(9)}
    request = a_request(session)
    waves = [len(asked(session, request)) for _ in range(2)]
    assert due_in(session)
    waves.append(len(asked(session, request)))
    assert due_in(session) == timedelta(0)  # the rest of this wave, as another lot, at once
    waves += [len(asked(session, request)) for _ in range(2)]
    assert (waves, request.alarm) == ([2, 3, 2, 2, 0], "nobody_helps")
    assert set(session.scalars(select(Offer.volunteer_id))) == people
    assert asked(session, request) == []
    assert names(session).count("coordinator.needed") == 1
    message = next(one for one in told(session) if isinstance(one, RequestOffered))
    assert message.expires_at == request.gives_up_at
    assert (message.errand.area, message.errand.destination) == (request.area, "")
    assert LINKS.token(OFFER, message.offer_id) in message.link


def test_who_was_asked_lately_for_another_comes_later_and_who_knows_the_person_first(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    known, lately, never = (a_helper(session) for _ in range(3))
    first = a_request(session)
    choose(session, LINKS, COORDINATOR, first.id, known.id, [ROKISKIS], said_yes=True)
    session.execute(update(Request).where(Request.id == first.id).values(state="done", closed_at=text("now()")))
    choose(
        session,
        LINKS,
        COORDINATOR,
        a_request(session, name="Kita", person=_other()).id,
        lately.id,
        [ROKISKIS],
        said_yes=False,
    )
    request = a_request(session, starts_at=ahead(9))
    found = best(session, request, moment(session), 9)
    assert [match.candidate.id for match in found] == [known.id, never.id, lately.id]
    assert found[0].reasons == ("knows_the_person", "speaks")


def test_who_leaves_no_address_is_known_on_the_way_back_and_each_week_but_never_by_name(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    nameless: dict[str, Any] = {"name": "", "person": a_contact(channel="none", phone=None)}
    first = a_request(session, **nameless, return_at=ahead(hour=14), weekly_until=ahead(12).date())
    repeat(session, LINKS, first.id)
    keys = session.scalars(select(Request.person_key)).all()
    assert (len(keys), len(set(keys))) == (4, 1)
    assert a_request(session, **nameless).person_key != first.person_key


def _other() -> dict[str, object]:
    return {"channel": "email", "phone": None, "email": "kita@example.lt", "language": "lt", "any_hour": False}


def test_a_request_for_which_nobody_fits_calls_the_coordinator_at_once(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session, vehicle="none")
    request = a_request(session)
    assert asked(session, request) == []
    assert request.alarm == "nobody_helps"
    fit, unfit = everybody(session, request, moment(session))
    assert (fit, [reason for _who, reason in unfit]) == ([], ["vehicle"])


def test_when_nobody_who_serves_the_place_is_left_those_of_other_places_are_asked_and_at_last_the_coordinator(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    here, elsewhere = a_helper(session, areas=["Rokiškis"]), a_helper(session, areas=["Obeliai"])
    request = a_request(session)
    assert [offer.volunteer_id for offer in asked(session, request)] == [here.id]
    assert [offer.volunteer_id for offer in asked(session, request)] == [elsewhere.id]
    assert session.scalars(select(Step.what).where(Step.what.like("wave%")).order_by(Step.id)).all() == [
        *("wave_1", "wave_wider")
    ]
    assert asked(session, request) == []
    assert request.alarm == "nobody_helps"


def test_after_the_alarm_we_look_again_and_whoever_has_joined_is_asked(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, starts_at=ahead(5))
    assert asked(session, request) == []
    wait = due_in(session)
    assert wait
    assert timedelta(hours=3) <= wait <= timedelta(hours=14)  # at night in the morning
    joined = a_helper(session)
    assert [offer.volunteer_id for offer in asked(session, request)] == [joined.id]
    assert asked(session, request) == []
    assert names(session).count("coordinator.needed") == 1


def test_shortly_before_the_search_ends_nobody_is_looked_for_again(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, starts_at=moment(session) + timedelta(hours=2))
    session.execute(text("DELETE FROM due"))
    assert asked(session, request) == []
    assert due_in(session) is None


def test_when_nobody_is_found_in_time_the_person_hears_it_before_the_start(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session)
    give_up(session, LINKS, request.id)
    assert (request.state, due_in(session, "request_give_up")) == ("open", request.gives_up_at - moment(session))
    asked(session, request)
    take_back_offers(session, request.id)  # a row of before a helper dropped out: who is asked stays asked
    assert "request.offer_withdrawn" not in names(session)
    begun(session, request, minutes=-30)
    ask_wave(session, LINKS, request.id)  # nobody else is asked after the search has ended
    give_up(session, LINKS, request.id)
    take_back_offers(session, request.id)
    assert (request.state, request.reason, request.closed_by, request.late) == ("unmet", "nobody", "clock", True)
    assert names(session)[-2:] == ["request.closed", "request.offer_withdrawn"]
    give_up(session, LINKS, request.id)
    assert names(session).count("request.closed") == 1


def test_what_a_stranger_asks_waits_for_a_yes_and_is_neither_forgotten_nor_told_before(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session, entered_here=False, by="person", return_at=ahead(hour=11))
    counted = ["request.counted"] * 2
    assert names(session) == counted
    ask_wave(session, LINKS, request.id)
    called = [*counted, "coordinator.needed"]  # nobody was asked either
    assert (request.alarm, names(session)) == ("nobody_looked", called)
    with pytest.raises(NotFound):
        approve(session, LINKS, COORDINATOR, request.id, [])
    approve(session, LINKS, COORDINATOR, request.id, [ROKISKIS])
    assert (request.state, request.alarm) == ("open", None)
    assert names(session)[3:] == ["request.opened"] * 2
    assert len(asked(session, request)) == 1


@pytest.mark.parametrize("kind", ["ride", "home_visit"])
def test_what_is_typed_at_the_screen_waits_for_a_yes(volunteers_session: Session, kind: str) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session, entered_here=False, by="kiosk", kind=kind)
    assert (request.state, names(session)) == ("asked", ["request.counted"])
    assert asked(session, request) == []


def test_what_nobody_looked_at_in_time_is_unmet_for_want_of_time(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, entered_here=False, by="relative")
    begun(session, request)
    give_up(session, LINKS, request.id)
    closed = told(session)[-1]
    assert isinstance(closed, RequestClosed)
    assert (closed.outcome, closed.reason, closed.by) == ("unmet", "no_time", "clock")
    assert (closed.person.phone, request.unreached) == ("+37061299999", False)  # who asked always hears


def test_whoever_cannot_be_written_to_is_to_be_called_when_nobody_looked_at_it(volunteers_session: Session) -> None:
    session = volunteers_session
    landline = a_contact(channel="none", phone="+37045852123")
    request = a_request(session, entered_here=False, by="person", person=landline)
    begun(session, request)
    give_up(session, LINKS, request.id)
    assert (request.state, request.unreached) == ("unmet", True)


def test_what_was_never_opened_is_cancelled_without_a_word_to_whose_phone_somebody_typed(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request = a_request(session, entered_here=False, by="relative", asker=a_contact())
    cancel(session, LINKS, request.id)
    closed = told(session)[-1]
    assert isinstance(closed, RequestClosed)
    assert (closed.person.channel, closed.person.phone, closed.asker) == ("none", None, None)


def test_staff_hear_at_once_that_a_stranger_asks_and_nothing_of_who(volunteers_session: Session) -> None:
    session = volunteers_session
    request = ask_as_stranger(session, LINKS, facts_of_a_request(by="person", return_at=ahead(hour=11)))
    *counted, asked_ = told(session)
    assert asked_ == RequestAsked(request_id=request.id, organisation_id=ROKISKIS, until=request.gives_up_at)
    back = session.scalars(select(Request).where(Request.leg_of == request.id)).one()
    what: dict[str, Any] = {"organisation_id": ROKISKIS, "kind": "ride", "language": "lt"}
    assert counted == [RequestCounted(request_id=one.id, asked_at=one.asked_at, **what) for one in (request, back)]


def test_a_way_back_that_was_cancelled_alone_is_not_opened_with_the_way_there(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, entered_here=False, by="person", return_at=ahead(hour=11))
    back = session.scalars(select(Request).where(Request.leg_of == request.id)).one()
    assert back.destination == f"{request.destination} → {request.area}"
    assert back.place == f"{request.destination} → {request.place}"
    cancel(session, LINKS, back.id)
    approve(session, LINKS, COORDINATOR, request.id, [ROKISKIS])
    assert (request.state, back.state) == ("open", "cancelled")


def test_a_clock_that_meets_somebody_at_work_on_the_request_comes_again(volunteers_session: Session) -> None:
    """What the worker does under no lock waits a second; a row that is gone is left alone."""
    session = volunteers_session
    request = a_request(session)
    cancel(session, LINKS, request.id)
    ask_wave(session, LINKS, request.id)
    assert request.state == "cancelled"
    assert due_in(session) is None
