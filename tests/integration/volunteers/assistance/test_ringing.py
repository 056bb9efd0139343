"""Help at the information screen: whoever stands by it is rung, one after the other, then the coordinator."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import RequestIsOver
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.asking import GIVE_UP
from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.operations.closing import give_up
from services.volunteers.assistance.operations.visits import ask_after
from services.volunteers.assistance.operations.waves import take_back_offers
from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Event, Shift
from shared.database import moment
from tests.support.factories.assistance import (
    LINKS,
    ROKISKIS,
    a_contact,
    a_helper,
    a_request,
    asked,
    due_in,
)
from tests.support.factories.volunteers import a_sign_up, a_volunteer, an_open_shift
from tests.support.ledger import told

STAND = {"name": "Kultūros centras", "address": "Respublikos g. 94, Rokiškis"}
OTHER_STAND = {"name": "Poliklinika", "address": "Juodupės g. 1, Rokiškis"}


def a_shift_at_the_screen(
    session: Session, people: int = 2, venue: dict[str, str] = STAND, age_band: str = "adult", **facts: Any
) -> list[Volunteer]:
    """Volunteers who stand by a screen of Rokiškis just now."""
    facts = {"skills": ("kiosk",)} | facts if "title" not in facts else facts
    now = datetime.now(UTC)
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
    shift_id = an_open_shift(session, languages=(), starts_at=now + timedelta(hours=9), **facts)
    present = [a_volunteer(session, skills=["kiosk"], age_band=age_band) for _ in range(people)]
    for one in present:
        a_sign_up(session, shift_id, one.id)
    session.execute(update(Event).values(organisation_id=ROKISKIS))
    session.execute(update(Shift).where(Shift.id == shift_id).values(venue=venue | {"access": []}, **times))
    session.execute(text("UPDATE commitments SET during = tstzrange(:starts_at, :ends_at)"), times)
    return present


def help_at_the_kiosk(session: Session, **facts: Any) -> Request:
    now = datetime.now(UTC)
    return a_request(
        session,
        entered_here=False,
        kind="kiosk_help",
        by="kiosk",
        place="Informacinis ekranas, Rokiškis, Respublikos g. 94",
        starts_at=now + timedelta(seconds=30),
        ends_at=now + timedelta(hours=1),
        **facts,
    )


def help_without_a_phone(session: Session) -> Request:
    return help_at_the_kiosk(session, person=a_contact(channel="none", phone=None))


@pytest.mark.parametrize("facts", [{"skills": ("kiosk",)}, {"title": {"lt": "Pagalba prie stendo"}, "at_screen": True}])
def test_at_the_kiosk_those_on_duty_are_rung_one_after_the_other(
    volunteers_session: Session, facts: dict[str, Any]
) -> None:
    session = volunteers_session
    people = a_shift_at_the_screen(session, **facts)
    a_helper(session)
    request = help_at_the_kiosk(session)
    (first,) = asked(session, request)
    assert due_in(session) == timedelta(minutes=3)
    assert first.expires_at - moment(session) == timedelta(minutes=3)
    (second,) = asked(session, request)
    assert {first.volunteer_id, second.volunteer_id} == {one.id for one in people}
    assert (first.state, second.state) == ("open", "open")
    assert told(session, "volunteers.request.offer_withdrawn") == []
    accept(session, LINKS, second.id, "reply")
    assert request.state == "assigned"
    take_back_offers(session, request.id)
    (withdrawn,) = told(session, "volunteers.request.offer_withdrawn")
    assert (withdrawn.offer_id, first.state) == (first.id, "withdrawn")
    ask_after(session, LINKS, request.id)
    assert (request.state, request.closed_by) == ("done", "clock")


def let_ring_out(session: Session, offer: Offer) -> None:
    """The three minutes of somebody who was rung are over."""
    session.execute(update(Offer).where(Offer.id == offer.id).values(expires_at=moment(session)))


def test_at_the_kiosk_a_late_yes_counts_while_nobody_has_taken_it(volunteers_session: Session) -> None:
    session = volunteers_session
    a_shift_at_the_screen(session, skills=("kiosk",))
    request = help_at_the_kiosk(session)
    (first,) = asked(session, request)
    let_ring_out(session, first)
    (second,) = asked(session, request)
    offered = told(session, "volunteers.request.offered")
    assert [one.counts_until for one in offered] == [request.gives_up_at] * 2
    accept(session, LINKS, first.id, "reply")
    take_back_offers(session, request.id)
    assert (request.state, first.state, second.state) == ("assigned", "accepted", "withdrawn")


def test_at_the_kiosk_a_no_rings_the_next_at_once_though_one_before_has_not_answered(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_shift_at_the_screen(session, 3, skills=("kiosk",))
    request = help_at_the_kiosk(session)
    (first,) = asked(session, request)
    let_ring_out(session, first)
    (second,) = asked(session, request)
    decline(session, first.id, "reply")
    assert due_in(session) == timedelta(minutes=3), "the second is still rung"
    decline(session, second.id, "reply")
    assert due_in(session) == timedelta(0)


def test_at_the_kiosk_who_speaks_the_language_is_rung_first_and_then_whoever_is_there(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    people = a_shift_at_the_screen(session, skills=("kiosk",))
    late = max(people, key=lambda one: one.id)
    session.execute(update(Volunteer).where(Volunteer.id != late.id).values(languages=["fr"]))
    request = help_at_the_kiosk(session)
    rung = [offer.volunteer_id for _ in people for offer in asked(session, request)]
    assert rung == [late.id, next(one.id for one in people if one.id != late.id)]


@pytest.mark.parametrize("people", [1, 2])
def test_at_the_kiosk_each_is_rung_once_then_the_coordinator_is_called_and_the_last_may_still_come(
    volunteers_session: Session, people: int
) -> None:
    session = volunteers_session
    a_shift_at_the_screen(session, people, skills=("kiosk",))
    request = help_at_the_kiosk(session)
    rung = [offer for _ in range(people) for offer in asked(session, request)]
    assert (len({offer.volunteer_id for offer in rung}), request.alarm) == (people, None)
    assert asked(session, request) == []
    assert due_in(session) == timedelta(minutes=3)  # somebody may come on duty
    assert (request.alarm, rung[-1].state) == ("nobody_helps", "open")
    assert rung[-1].expires_at == request.gives_up_at
    accept(session, LINKS, rung[-1].id, "reply")
    assert request.state == "assigned"


def test_when_nobody_on_duty_comes_the_coordinator_is_called(volunteers_session: Session) -> None:
    session = volunteers_session
    a_shift_at_the_screen(session, 0, skills=("kiosk",))
    request = help_at_the_kiosk(session)
    assert asked(session, request) == []
    assert request.alarm == "nobody_helps"


def test_who_has_no_phone_is_looked_for_no_longer_once_the_screen_has_said_that_nobody_comes(
    volunteers_session: Session,
) -> None:
    """Somebody who comes on duty later would be rung for people who have left."""
    session = volunteers_session
    request = help_without_a_phone(session)
    assert asked(session, request) == []
    (alarm,) = told(session, "volunteers.coordinator.needed")
    assert (alarm.alarm, alarm.goes_on, due_in(session, GIVE_UP)) == ("nobody_helps", False, timedelta(0))
    a_shift_at_the_screen(session, 1)
    assert asked(session, request) == []
    give_up(session, LINKS, request.id)
    (closed,) = told(session, "volunteers.request.closed")
    assert (closed.outcome, closed.reason, closed.by) == ("unmet", "nobody", "clock")


def test_who_can_be_called_is_looked_for_on_and_the_screen_is_told_so(volunteers_session: Session) -> None:
    session = volunteers_session
    request = help_at_the_kiosk(session)
    assert asked(session, request) == []
    (alarm,) = told(session, "volunteers.coordinator.needed")
    assert (alarm.goes_on, due_in(session)) == (True, timedelta(minutes=3))
    a_shift_at_the_screen(session, 1)
    assert len(asked(session, request)) == 1


def test_the_last_who_was_rung_for_somebody_without_a_phone_is_promised_to_nobody_once_they_have_left(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_shift_at_the_screen(session, 1)
    request = help_without_a_phone(session)
    (offer,) = asked(session, request)
    assert offer.expires_at - moment(session) == timedelta(minutes=3)
    assert asked(session, request) == []
    with pytest.raises(RequestIsOver):
        accept(session, LINKS, offer.id, "reply")
    give_up(session, LINKS, request.id)
    take_back_offers(session, request.id)
    assert (request.state, offer.state) == ("unmet", "withdrawn")


def test_of_two_screens_those_at_this_one_are_rung_first_whatever_they_speak(volunteers_session: Session) -> None:
    session = volunteers_session
    there = [*a_shift_at_the_screen(session, 1, OTHER_STAND), *a_shift_at_the_screen(session, 1, OTHER_STAND)]
    here = a_shift_at_the_screen(session, 2)
    session.execute(update(Volunteer).where(Volunteer.id.in_([one.id for one in here])).values(languages=["fr"]))
    request = help_at_the_kiosk(session)
    rung = [offer.volunteer_id for _ in range(4) for offer in asked(session, request)]
    assert (set(rung[:2]), set(rung[2:])) == ({one.id for one in here}, {one.id for one in there})


def test_whose_shift_does_not_say_that_they_are_rung_is_not_whatever_it_is_called(volunteers_session: Session) -> None:
    session = volunteers_session
    for title in ("Padėti prie kino ekrano", "Budėti prie stendo mugėje", "Padėti prie ekrano"):
        a_shift_at_the_screen(session, 1, title={"lt": title})
    assert asked(session, help_at_the_kiosk(session)) == []


@pytest.mark.parametrize("age_band", ["14_15", "16_17"])
def test_at_the_screen_whoever_may_take_the_shift_is_rung(volunteers_session: Session, age_band: str) -> None:
    session = volunteers_session
    (young,) = a_shift_at_the_screen(session, 1, age_band=age_band)
    (offer,) = asked(session, help_at_the_kiosk(session))
    assert offer.volunteer_id == young.id
    accept(session, LINKS, offer.id, "reply")
