"""A coordinator corrects a request: who hears what, whose promise holds, and what else was as wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.correcting import Reach, TiedToAppointment
from services.volunteers.assistance.domain.requests import AppointmentIsElsewhere, IsPast, NobodyToTell, NotAhead
from services.volunteers.assistance.domain.states import NotNow
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations import claims, closing, visits
from services.volunteers.assistance.operations.correcting import correct
from services.volunteers.people.models import Commitment, Volunteer
from shared.contracts.counting import RequestCounted
from shared.contracts.volunteers import HelperInformed, RequestAssigned, RequestMoved
from shared.errors import NotFound, Stale
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
    due_in,
    told,
)

RIGHT = "Topolių g. 5"


def change(session: Session, request: Request, *, version: int = 0, alone: bool = False, **facts: Any) -> None:
    seen = version or request.version
    correct(session, LINKS, COORDINATOR, request.id, [ROKISKIS], seen, facts, Reach(only_this=alone))
    session.flush()


def promised(session: Session, request: Request, **how: Any) -> tuple[Offer, Volunteer]:
    helper = a_helper(session, **how)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    return offer, helper


def noted(session: Session, request: Request) -> list[str]:
    steps = select(Step.what).where(Step.request_id == request.id, Step.what.startswith("corrected"))
    return list(session.scalars(steps.order_by(Step.id)))


def audited(session: Session, request: Request) -> list[str]:
    rows = text("SELECT what FROM audit WHERE subject = :id AND what LIKE '%corrected' ORDER BY id")
    return list(session.scalars(rows, {"id": request.id}))


def test_whoever_is_asked_hears_nothing_of_what_only_staff_and_the_helper_see(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    a_helper(session)
    (offer,) = asked(session, request)
    before, version = told(session), request.version
    change(session, request, place=RIGHT, note="Skambinti", name="Sofija", person={"phone": "+37061288888"})
    assert (request.place, request.note, request.name) == (RIGHT, "Skambinti", "Sofija")
    assert (request.person["phone"], request.version, offer.state) == ("+37061288888", version + 1, "open")
    assert told(session) == before
    assert (noted(session, request), audited(session, request)) == (["corrected_person"], ["request_person_corrected"])


def test_the_same_twice_changes_nothing_and_a_look_that_is_too_old_neither(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    version = request.version
    for _ in range(2):
        change(session, request, version=version, place=RIGHT)
    assert (request.version, noted(session, request)) == (version + 1, ["corrected_person"])
    with pytest.raises(Stale):
        change(session, request, version=version, place="Kita g. 1")
    assert request.place == RIGHT


def test_whoever_has_promised_hears_shortly_that_the_place_is_another(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    promised(session, request)
    said: list[tuple[dict[str, Any], int]] = [
        ({"place": RIGHT}, 1),
        ({"destination": "Ligoninė"}, 1),
        ({"note": "2"}, 0),
    ]
    for facts, news in said:
        before = len(told(session))
        change(session, request, **facts)
        heard = told(session)[before:]
        assert [one.news for one in heard if isinstance(one, HelperInformed)] == ["corrected"] * news
        assert len(heard) == news
    assert (request.state, request.taken) == ("assigned", 1)


def test_a_person_who_is_written_to_elsewhere_hears_there_who_comes(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    promised(session, request)
    before = len(told(session))
    change(session, request, person={"phone": "+37061288888"})
    (news,) = told(session)[before:]
    assert isinstance(news, RequestAssigned)
    assert news.person.phone == "+37061288888"


def test_another_time_releases_whoever_promised_and_the_person_hears_it(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    offer, _helper = promised(session, request)
    change(session, request, starts_at=ahead(3), ends_at=ahead(3, 10), appointment_at=ahead(3, 10))
    assert (request.state, request.taken, offer.state) == ("open", 0, "withdrawn")
    assert session.scalar(select(func.count()).select_from(Commitment)) == 0
    assert due_in(session, "visit_overdue") is None
    (news,) = (one for one in told(session) if isinstance(one, RequestMoved))
    assert (news.what, news.errand.starts_at) == ("time", ahead(3))
    assert news.helper is not None
    assert news.was is not None
    assert news.was.starts_at == ahead()
    assert noted(session, request) == ["corrected_errand"]
    (again,) = asked(session, request)
    claims.accept(session, LINKS, again.id, "volunteer")
    assert request.state == "assigned"


def test_a_forgotten_wheelchair_asks_others_and_only_who_counted_on_a_helper_hears_of_it(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request, sought = a_request(session), a_request(session, starts_at=ahead(4))
    promised(session, request)
    (open_,) = asked(session, sought)
    fits = a_helper(session, vehicle="wheelchair")
    for one in (request, sought):
        change(session, one, wheelchair=True)
    news = [one for one in told(session) if isinstance(one, RequestMoved)]
    assert [(one.request_id, one.what) for one in news] == [(request.id, "needs")]
    assert open_.state == "withdrawn"
    assert [one.volunteer_id for one in asked(session, request)] == [fits.id]
    assert noted(session, sought) == ["corrected_needs"]


def test_who_speaks_another_language_than_thought_is_helped_by_others_and_stays_the_same_person(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request = a_request(session)
    a_helper(session, languages=["lt"])
    (offer,) = asked(session, request)
    key = request.person_key
    change(session, request, person={"language": "uk"})
    assert (request.person_key, request.person["channel"], offer.state) == (key, "sms", "withdrawn")
    assert asked(session, request) == []


def test_two_helpers_are_sought_once_two_are_wanted(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, kind="home_visit")
    promised(session, request)
    change(session, request, two_people=True)
    assert (request.state, request.wanted, request.taken) == ("open", 2, 0)


def test_what_a_stranger_asked_is_corrected_before_the_yes_and_told_to_nobody(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, entered_here=False, by="person")
    change(session, request, starts_at=ahead(3), ends_at=ahead(3, 10))
    counted, news = told(session)
    assert isinstance(counted, RequestCounted)
    assert isinstance(news, RequestMoved)
    assert (request.state, news.state, news.person.channel) == ("asked", "asked", "none")


def test_times_of_help_on_the_way_to_a_service_are_changed_there(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, referral_id=uuid7(), appointment_at=ahead(hour=10))
    for facts in ({"appointment_at": None}, {"destination": "Ligoninė"}):
        with pytest.raises(TiedToAppointment):
            change(session, request, **facts)
    change(session, request, place=RIGHT)
    assert request.place == RIGHT


def test_what_cannot_be_is_refused_and_changes_nothing(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session)
    at_screen = a_request(session, kind="kiosk_help", starts_at=datetime.now(UTC) + timedelta(minutes=9))
    wrong: list[tuple[Request, dict[str, Any], type[Exception]]] = [
        (request, {"starts_at": ahead(-1)}, IsPast),
        (request, {"appointment_at": ahead(5)}, AppointmentIsElsewhere),
        (request, {"person": {"phone": None}}, NobodyToTell),
        (at_screen, {"starts_at": ahead(2), "ends_at": ahead(2, 10)}, NotAhead),
    ]
    for one, facts, error in wrong:
        version = one.version
        with pytest.raises(error):
            change(session, one, **facts)
        assert (one.version, noted(session, one)) == (version, [])
    with pytest.raises(NotFound):
        correct(session, LINKS, COORDINATOR, request.id, [uuid4()], request.version, {"place": RIGHT})


def test_nothing_is_corrected_once_somebody_is_there_or_it_has_ended(volunteers_session: Session) -> None:
    session = volunteers_session
    request, ended = a_request(session), a_request(session)
    offer, helper = promised(session, request)
    begun(session, request)
    visits.arrive(session, offer.id, helper.id)
    closing.cancel(session, LINKS, ended.id)
    for one in (request, ended):
        with pytest.raises(NotNow):
            change(session, one, place=RIGHT)
