"""A mediation that ends takes the help on the way to it along."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance import listeners
from services.volunteers.assistance.domain.states import Act
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations import claims, closing, visits
from services.volunteers.people.models import Commitment
from shared.contracts.envelope import wrap
from shared.contracts.events import ReferralAnswered, ReferralClosed
from shared.contracts.parts import Contact
from shared.contracts.volunteers import RequestClosed
from shared.database import Database
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
    hear_asked,
    names,
    told,
)
from tests.support.factories.notices import Referral


def hear_closed(session: Session, referral_id: UUID, outcome: str = "withdrawn") -> None:
    hear(session, Referral(referral_id=referral_id).closed(outcome))


def hear(session: Session, message: ReferralClosed | ReferralAnswered) -> None:
    envelope = wrap("events", message, subject=message.referral_id, version=4, correlation_id="c")
    listeners.subscriptions(LINKS)[type(message)](session, message, envelope)


def promised(session: Session, request: Request) -> tuple[UUID, UUID]:
    """The offer that somebody said yes to, and who it is."""
    helper = a_helper(session)
    offer = next(one for one in asked(session, request) if one.volunteer_id == helper.id)
    claims.accept(session, LINKS, offer.id, "volunteer")
    return offer.id, helper.id


def states(session: Session, referral_id: UUID) -> dict[tuple[str, bool], str]:
    """How each request of the referral stands, by its kind and whether it is a way back."""
    session.expire_all()
    found = session.scalars(select(Request).where(Request.referral_id == referral_id))
    return {(one.kind, one.leg_of is not None): one.state for one in found}


def test_of_whom_and_how_long_they_are_helped_in_is_as_they_asked_it_of_the_events_service(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request = session.get_one(Request, hear_asked(session, uuid7(), prefers_gender="woman", load_minutes=10))
    assert (request.prefers_gender, request.load_minutes) == ("woman", 10)
    usual = session.get_one(Request, hear_asked(session, uuid7()))
    assert (usual.prefers_gender, usual.load_minutes) == ("none", 0)


def test_whoever_reads_plain_lithuanian_is_offered_to_those_who_speak_lithuanian(volunteers_session: Session) -> None:
    session = volunteers_session
    helper = a_helper(session, languages=["lt"])
    plain = Contact(**a_contact(phone="+37061234567", language="lt-simple"))
    facts = {"person": plain, "languages": ("lt-simple",), "by": "social_worker"}
    request = session.get_one(Request, hear_asked(session, uuid7(), **facts))
    assert [offer.volunteer_id for offer in asked(session, request)] == [helper.id]


def test_a_referral_taken_back_cancels_the_ride_its_way_back_and_the_company(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    mine: dict[str, Any] = {"referral_id": referral_id, "return_at": ahead(hour=12)}
    ride = a_request(session, **mine, asker=a_contact(phone="+37061234567"))
    promised(session, ride)
    company = a_request(session, entered_here=False, kind="accompaniment", referral_id=referral_id, by="person")
    other = a_request(session, referral_id=uuid7())
    before = len(told(session))
    hear_closed(session, referral_id)
    assert set(states(session, referral_id).values()) == {"cancelled"}
    assert (ride.reason, ride.closed_by) == ("no_longer_needed", "either")
    assert (company.reason, company.closed_by) == ("no_longer_needed", "person")
    assert (other.state, session.scalar(select(func.count()).select_from(Commitment))) == ("open", 0)
    closed = [one for one in told(session)[before:] if isinstance(one, RequestClosed)]
    assert [one.helper is not None for one in closed] == [True, False, False]
    heard = names(session)
    hear_closed(session, referral_id)
    assert names(session) == heard


@pytest.mark.parametrize(
    ("ended", "by"),
    [
        (Referral().closed("withdrawn"), "either"),
        (replace(Referral().closed("withdrawn"), by="staff"), "coordinator"),
        (replace(Referral().closed("expired"), by="clock"), "clock"),
        (Referral().answered("refused", changed=True), "provider"),
    ],
)
def test_who_ended_a_referral_ended_the_help_on_its_way(
    volunteers_session: Session, ended: ReferralClosed | ReferralAnswered, by: str
) -> None:
    session = volunteers_session
    ride = a_request(session, referral_id=ended.referral_id, asker=a_contact(phone="+37061234567"))
    hear(session, ended)
    (closed,) = (one for one in told(session) if isinstance(one, RequestClosed))
    assert (ride.closed_by, closed.by) == (by, by)


def test_help_that_is_under_way_goes_on_and_brings_the_person_home(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    ride = a_request(session, referral_id=referral_id, return_at=ahead(hour=12))
    offer_id, helper_id = promised(session, ride)
    begun(session, ride)
    visits.arrive(session, offer_id, helper_id)
    hear_closed(session, referral_id)
    assert states(session, referral_id) == {("ride", False): "under_way", ("ride", True): "open"}
    visits.finish(session, LINKS, offer_id, helper_id)
    hear_closed(session, referral_id)
    assert states(session, referral_id) == {("ride", False): "done", ("ride", True): "open"}


def test_a_way_back_from_where_nobody_was_driven_is_cancelled(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    ride = a_request(session, referral_id=referral_id, return_at=ahead(hour=12))
    closing.close(session, LINKS, COORDINATOR, ride.id, [ROKISKIS], act=Act.GIVE_UP, reason="nobody")
    hear_closed(session, referral_id)
    assert states(session, referral_id) == {("ride", False): "unmet", ("ride", True): "cancelled"}


def test_what_ended_without_help_being_asked_for_changes_nothing(volunteers_session: Session) -> None:
    hear_closed(volunteers_session, uuid7(), "expired")
    assert not told(volunteers_session)


def test_what_was_asked_for_before_the_end_and_is_heard_of_after_it_is_not_entered(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    hear_closed(session, referral_id)
    hear_asked(session, referral_id)
    assert states(session, referral_id) == {}
    assert not told(session)
    hear_asked(session, uuid7())
    assert names(session) == ["request.counted"]  # what a person asks waits for a coordinator
    assert session.scalar(select(func.count()).select_from(Request)) == 1


def test_of_the_end_and_of_what_was_asked_for_at_the_same_time_the_second_sees_the_first(database: Database) -> None:
    referral_id = uuid7()

    def end() -> None:
        with database.transaction() as session:
            hear_closed(session, referral_id)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            hear_asked(session, referral_id)
            ending = pool.submit(end)
            with pytest.raises(TimeoutError):
                ending.result(timeout=0.3)
        ending.result(timeout=10)
    with database.transaction() as session:
        assert states(session, referral_id) == {("ride", False): "cancelled"}


def test_nothing_is_remembered_of_a_mediation_90_days_later(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    hear_closed(session, referral_id)
    session.flush()
    left = "SELECT due_at - now() FROM due WHERE kind = 'referral_forgotten'"
    assert session.scalar(text(left)) == timedelta(days=90)
    listeners.due(LINKS)["referral_forgotten"](session, referral_id)
    assert session.scalar(text("SELECT count(*) FROM heard_referrals")) == 0
