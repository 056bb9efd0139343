"""Help on the way to an appointment follows it when it is moved, or coordinators are called."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance import listeners
from services.volunteers.assistance.models import Offer, PartnerAsk, Request
from services.volunteers.assistance.operations import claims, partners, visits
from services.volunteers.people.models import Commitment
from shared.contracts.counting import RequestCounted
from shared.contracts.envelope import wrap
from shared.contracts.volunteers import CoordinatorNeeded, RequestAssigned, RequestMoved
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    a_contact,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
    hear_asked,
    names,
    told,
)
from tests.support.factories.notices import Referral
from tests.support.factories.partners import CARITAS
from tests.support.factories.partners import partners as take_part

CLINIC = "Rokiškio poliklinika"


def hear(session: Session, referral_id: UUID, answer: str = "accepted", version: int = 4, **facts: Any) -> None:
    message = Referral(referral_id=referral_id).answered(answer, **{"changed": True} | facts)
    envelope = wrap("events", message, subject=referral_id, version=version, correlation_id="c")
    listeners.subscriptions(LINKS)[type(message)](session, message, envelope)
    session.expire_all()


def a_ride(session: Session, **facts: Any) -> tuple[UUID, Request]:
    """A ride to an appointment at ten, and home at noon; which referral it belongs to."""
    referral_id = uuid7()
    times: dict[str, Any] = {"appointment_at": ahead(hour=10), "return_at": ahead(hour=12)}
    return referral_id, a_request(session, **{"referral_id": referral_id} | times | facts)


def legs(session: Session, referral_id: UUID) -> list[Request]:
    wanted = select(Request).where(Request.referral_id == referral_id)
    return list(session.scalars(wanted.order_by(Request.leg_of.is_not(None))))


def promised(session: Session, request: Request) -> Offer:
    a_helper(session)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    return offer


def test_both_ways_are_as_long_before_and_after_the_new_appointment_and_volunteers_are_asked_anew(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    referral_id, ride = a_ride(session)
    a_helper(session)
    (offer,) = asked(session, ride)
    hear(session, referral_id, appointment_at=ahead(days=4, hour=11), venue="14 kab.")
    there, back = legs(session, referral_id)
    assert (there.starts_at, there.appointment_at) == (ahead(days=4, hour=10), ahead(days=4, hour=11))
    assert (back.starts_at, back.appointment_at) == (ahead(days=4, hour=13), None)
    assert (there.destination, back.place) == ("14 kab.", "14 kab. → Kavoliškio g. 3-12")
    assert back.destination == "14 kab. → Rokiškis, Kavoliškis"
    assert (there.state, there.wave, offer.state) == ("open", 0, "withdrawn")
    news = [one for one in told(session) if isinstance(one, RequestMoved)]
    assert [(one.state, one.helper, one.errand.starts_at) for one in news] == [
        ("open", None, there.starts_at),
        ("open", None, back.starts_at),
    ]
    assert [one.volunteer_id for one in asked(session, there)] == [offer.volunteer_id]


def test_whoever_had_promised_the_old_time_is_released_hears_it_and_may_be_asked_for_the_new(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    referral_id, ride = a_ride(session, return_at=None)
    offer = promised(session, ride)
    hear(session, referral_id, appointment_at=ahead(days=4, hour=10))
    assert (ride.state, ride.taken, offer.state) == ("open", 0, "withdrawn")
    assert session.scalar(select(func.count()).select_from(Commitment)) == 0
    (news,) = (one for one in told(session) if isinstance(one, RequestMoved))
    assert news.helper is not None
    assert not session.scalar(text("SELECT count(*) FROM due WHERE kind = 'visit_overdue'"))
    (again,) = asked(session, ride)
    claims.accept(session, LINKS, again.id, "volunteer")
    assert ride.state == "assigned"


def test_another_room_alone_keeps_the_promise_and_is_told_to_both(volunteers_session: Session) -> None:
    session = volunteers_session
    referral_id, ride = a_ride(session)
    promised(session, ride)
    before = len(told(session))
    hear(session, referral_id, appointment_at=ahead(hour=10), venue="14 kab.")
    assert ride.state == "assigned"
    (news,) = told(session)[before:]
    assert isinstance(news, RequestAssigned)
    assert news.errand.destination == "14 kab."
    hear(session, referral_id, version=5, appointment_at=ahead(hour=10), venue="14 kab.")
    assert len(told(session)) == before + 1


def test_nothing_that_a_stranger_asked_is_told_to_anybody_before_a_yes(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    times: dict[str, Any] = {"appointment_at": ahead(hour=10), "asker": a_contact(phone="+37061234567")}
    a_request(session, entered_here=False, by="relative", referral_id=referral_id, **times)
    hear(session, referral_id, appointment_at=ahead(days=4, hour=10))
    counted, news = told(session)
    assert isinstance(counted, RequestCounted)
    assert isinstance(news, RequestMoved)
    assert (news.state, news.person.channel, news.asker) == ("asked", "none", None)


def test_coordinators_are_called_about_what_has_begun_or_would_have(volunteers_session: Session) -> None:
    session = volunteers_session
    referral_id, ride = a_ride(session)
    offer = promised(session, ride)
    begun(session, ride)
    visits.arrive(session, offer.id, offer.volunteer_id)
    hear(session, referral_id, appointment_at=ahead(days=4, hour=10))
    assert [one.alarm for one in legs(session, referral_id)] == ["appointment_moved"] * 2
    soon, early = a_ride(session, return_at=None)
    before = early.starts_at
    hear(session, soon, appointment_at=_in_ten_minutes(session))
    assert (early.alarm, early.starts_at, early.state) == ("appointment_moved", before, "open")
    alarms = [one.alarm for one in told(session) if isinstance(one, CoordinatorNeeded)]
    assert alarms == ["appointment_moved"] * 3


def _in_ten_minutes(session: Session) -> datetime:
    now: datetime = session.scalars(select(func.now())).one()
    return now + timedelta(minutes=10)


def test_a_promise_called_off_cancels_the_help_and_a_first_answer_changes_nothing(volunteers_session: Session) -> None:
    session = volunteers_session
    referral_id, _ride = a_ride(session)
    hear(session, referral_id, changed=False, appointment_at=ahead(days=4))
    hear(session, referral_id, "refused", changed=False, reason="full")
    assert {one.state for one in legs(session, referral_id)} == {"open"}
    hear(session, referral_id, "refused", reason="full")
    assert {one.state for one in legs(session, referral_id)} == {"cancelled"}
    heard = names(session)
    hear(session, referral_id, version=5, appointment_at=ahead(days=4))
    assert names(session) == heard


@pytest.mark.parametrize(("version", "day"), [(3, 4), (4, 2)], ids=["asked before", "asked after"])
def test_help_heard_of_after_the_move_leads_to_the_new_appointment_if_it_was_asked_for_before(
    volunteers_session: Session, version: int, day: int
) -> None:
    session, referral_id = volunteers_session, uuid7()
    hear(session, referral_id, appointment_at=ahead(days=4))
    hear(session, referral_id, version=3, appointment_at=ahead(days=3))  # older: changes nothing
    hear_asked(session, referral_id, referral_version=version)
    (there,) = legs(session, referral_id)
    assert (there.starts_at, there.appointment_at) == (ahead(days=day, hour=8), ahead(days=day))
    assert there.destination == CLINIC


@pytest.mark.parametrize("agreed", [False, True])
def test_partners_who_refused_the_old_time_are_asked_anew_and_who_agreed_has_agreed(
    volunteers_session: Session, *, agreed: bool
) -> None:
    session = volunteers_session
    take_part(session, CARITAS)
    a_helper(session, organisations=[CARITAS])
    referral_id, request = a_ride(session, return_at=None)
    asked(session, request)
    (before,) = session.scalars(select(PartnerAsk)).all()
    say = partners.agree if agreed else partners.refuse
    say(session, COORDINATOR, before.id, [CARITAS])
    hear(session, referral_id, appointment_at=ahead(6, hour=10))
    assert len(asked(session, request)) == agreed
    states = [one.state for one in session.scalars(select(PartnerAsk).order_by(PartnerAsk.id))]
    assert states == (["agreed"] if agreed else ["withdrawn", "asked"])
    assert names(session).count("partner.asked") == 2 - agreed
    assert request.alarm is None
