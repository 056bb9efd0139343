"""A helper is there, is gone again, or is missed; requests end with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.domain.states import Act, NotNow, ReasonIsMissing
from services.volunteers.assistance.domain.visits import HasNotBegun, TooEarlyToArrive
from services.volunteers.assistance.models import Helper, Offer, Request, Step
from services.volunteers.assistance.operations import calling, claims, closing, visits
from services.volunteers.assistance.operations.helping import record_document, say_help
from services.volunteers.assistance.operations.reaching import mark_request
from services.volunteers.assistance.operations.telling import free, locked
from services.volunteers.assistance.queries.requests import by_token, standing
from services.volunteers.people.models import Commitment
from shared.contracts.counting import RequestCounted
from shared.contracts.parts import Contact
from shared.contracts.volunteers import CoordinatorNeeded, RequestClosed, VisitOverdue
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
    names,
    told,
)


def a_promise(session: Session, **facts: Any) -> tuple[Request, UUID, UUID]:
    """A ride that somebody has promised: the request, the offer's id and the helper's."""
    helper = a_helper(session)
    request = a_request(session, **facts)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    return request, offer.id, helper.id


def test_a_silent_helper_is_asked_and_then_missed(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    begun(session, request)
    visits.arrive(session, offer_id, helper_id)
    visits.arrive(session, offer_id, helper_id)
    visits.ask_after(session, LINKS, request.id)
    message = told(session)[-1]
    assert isinstance(message, VisitOverdue)
    assert message.link.endswith(f"/volunteer/requests/mine/{offer_id}")
    alarm_in = session.scalar(text("SELECT due_at - now() FROM due WHERE kind = 'visit_alarm'"))
    assert alarm_in == timedelta(minutes=30)
    visits.call_coordinator(session, LINKS, request.id)
    alarm = told(session)[-1]
    assert isinstance(alarm, CoordinatorNeeded)
    assert (alarm.alarm, request.alarm) == ("visit_overdue", "visit_overdue")
    visits.finish(session, LINKS, offer_id, helper_id)
    visits.finish(session, LINKS, offer_id, helper_id)
    assert (request.state, request.alarm) == ("done", None)
    before = names(session)
    visits.ask_after(session, LINKS, request.id)
    visits.call_coordinator(session, LINKS, request.id)
    assert names(session) == before


def test_a_visit_of_which_nobody_says_how_it_went_ends_after_days_and_is_forgotten(volunteers_session: Session) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session)
    begun(session, request, minutes=120)
    visits.ask_after(session, LINKS, request.id)
    visits.call_coordinator(session, LINKS, request.id)
    wait = text("SELECT due_at - now() FROM due WHERE kind = :kind AND subject_id = :id")
    assert session.scalar(wait, {"kind": "visit_never_ended", "id": request.id}) == timedelta(days=7)
    for _ in range(2):
        visits.end_unsaid(session, LINKS, request.id)
    assert (request.state, request.closed_by, names(session).count("request.closed")) == ("done", "clock", 1)
    assert session.scalar(wait, {"kind": "request_forgotten", "id": request.id}) == timedelta(days=90)


def test_nobody_is_called_about_help_that_took_place(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    for unreached in (True, False, True):
        mark_request(session, request.id, unreached=unreached)
        assert request.unreached is unreached
    begun(session, request)
    visits.finish(session, LINKS, offer_id, helper_id)
    assert (request.state, request.unreached) == ("done", False)
    mark_request(session, request.id, unreached=True)
    assert request.unreached is False


def test_both_helpers_of_a_visit_are_counted(volunteers_session: Session) -> None:
    session = volunteers_session
    for _ in range(2):
        a_helper(session)
    request = a_request(session, kind="home_visit", two_people=True)
    for offer in asked(session, request):
        claims.accept(session, LINKS, offer.id, "volunteer")
    begun(session, request)
    closing.close(session, LINKS, COORDINATOR, request.id, [ROKISKIS], act=Act.FINISH)
    closed = [message for message in told(session) if isinstance(message, RequestClosed)]
    assert [message.helpers for message in closed] == [2, 2]


def test_a_helper_calls_for_help_and_reports(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session, kind="home_visit")
    calling.call_for_help(session, LINKS, offer_id, helper_id)
    visits.report(session, LINKS, offer_id, helper_id, "Durys atrakintos")
    assert request.alarm == "panic"
    assert session.scalars(select(Step.note).where(Step.what == "incident")).one() == "Durys atrakintos"
    closing.cancel(session, LINKS, request.id)
    with pytest.raises(NotNow):
        calling.call_for_help(session, LINKS, offer_id, helper_id)


def test_each_alarm_is_news_and_a_helper_who_drops_out_leaves_none_behind(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    before = request.version
    for _ in range(2):
        calling.call_for_help(session, LINKS, offer_id, helper_id)
    assert (request.version, names(session)[-2:]) == (before + 2, ["coordinator.needed"] * 2)
    claims.drop_out(session, LINKS, offer_id, "volunteer")
    assert request.alarm is None
    assert asked(session, request) == []
    assert names(session)[-1] == "coordinator.needed"  # that nobody else helps is news again


def test_only_the_helper_says_how_it_went_and_not_before_it_is_time(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    acts: list[Callable[[UUID], None]] = [
        lambda who: visits.arrive(session, offer_id, who),
        lambda who: visits.finish(session, LINKS, offer_id, who),
        lambda who: visits.miss(session, LINKS, offer_id, who),
    ]
    for act in acts:
        with pytest.raises(TooEarlyToArrive):
            act(helper_id)
        with pytest.raises(NotFound):
            act(uuid7())
    claims.drop_out(session, LINKS, offer_id, "volunteer")
    with pytest.raises(NotFound):
        visits.report(session, LINKS, offer_id, helper_id, "nothing")
    assert request.state == "open"


def test_before_the_start_nobody_is_missed_and_it_is_over_only_for_whoever_is_there(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    begun(session, request, minutes=-30)
    for act in (visits.finish, visits.miss):
        with pytest.raises(TooEarlyToArrive):
            act(session, LINKS, offer_id, helper_id)
    visits.arrive(session, offer_id, helper_id)
    with pytest.raises(TooEarlyToArrive):
        visits.miss(session, LINKS, offer_id, helper_id)
    visits.finish(session, LINKS, offer_id, helper_id)
    assert request.state == "done"


def test_a_person_who_was_not_there_is_noted_once(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    begun(session, request)
    for _ in range(2):
        visits.miss(session, LINKS, offer_id, helper_id)
    closed = told(session)[-1]
    assert isinstance(closed, RequestClosed)
    assert (closed.outcome, closed.reason, closed.by, closed.helper is not None) == (
        "no_show",
        "person",
        "helper",
        True,
    )
    assert names(session).count("request.closed") == 1


def test_who_cancels_frees_the_helper_and_takes_the_way_back_along(volunteers_session: Session) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session, return_at=ahead(hour=11), asker=a_contact(phone="+37061288888"))
    closing.cancel(session, LINKS, request.id, "ill")
    closing.cancel(session, LINKS, request.id, "ill")
    states = session.execute(select(Request.state, Request.reason, Request.closed_by, Request.late)).all()
    assert states == [("cancelled", "ill", "either", False)] * 2
    assert session.scalar(select(Commitment.subject_id)) is None
    assert names(session).count("request.closed") == 2
    assert standing(session, LINKS.token(REQUEST, request.id)).way_back is not None
    with pytest.raises(NotFound):
        by_token(session, "AAAAAAAAAAAAAAAA")


@pytest.mark.parametrize("ends", ["cancelled", "unmet"])
def test_what_nobody_said_yes_to_writes_to_nobody_unless_nobody_helps(volunteers_session: Session, ends: str) -> None:
    """Whoever asked counts on hearing that nobody comes; that it is cancelled they know."""
    session = volunteers_session
    strangers: dict[str, Any] = {"by": "relative", "person": a_contact(), "asker": a_contact(phone="+37061288888")}
    request = a_request(session, entered_here=False, **strangers)
    if ends == "cancelled":
        closing.cancel(session, LINKS, request.id)
    else:
        begun(session, request)
        closing.give_up(session, LINKS, request.id)
    assert request.unreached is False
    counted, closed = told(session)
    assert isinstance(counted, RequestCounted)
    assert isinstance(closed, RequestClosed)
    nobody = (Contact(channel="none", language="lt"), None)
    both = (Contact(**strangers["person"]), Contact(**strangers["asker"]))
    assert (closed.outcome, (closed.person, closed.asker)) == (ends, both if ends == "unmet" else nobody)


def test_a_way_back_that_is_done_stays_done(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, return_at=ahead(hour=11))
    back = session.scalars(select(Request).where(Request.leg_of == request.id)).one()
    closing.cancel(session, LINKS, back.id, "other_help")
    closing.cancel(session, LINKS, request.id, "ill")
    assert (request.reason, back.reason) == ("ill", "other_help")


def test_a_coordinator_ends_it_once_with_a_reason(volunteers_session: Session) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session)

    def close(act: Act, reason: str = "", organisations: tuple[UUID, ...] = (ROKISKIS,)) -> None:
        closing.close(session, LINKS, COORDINATOR, request.id, organisations, act=act, reason=reason)

    with pytest.raises(NotFound):
        close(Act.FINISH, organisations=())
    for early in ((Act.MISS, "helper"), (Act.FINISH, "")):
        with pytest.raises(HasNotBegun):
            close(*early)
    begun(session, request)
    with pytest.raises(ReasonIsMissing):
        close(Act.MISS)
    session.refresh(request)
    close(Act.MISS, "helper")
    close(Act.MISS, "helper")
    with pytest.raises(NotNow):
        close(Act.CANCEL, "ill")
    other = a_request(session, starts_at=ahead(4))
    closing.close(session, LINKS, COORDINATOR, other.id, [ROKISKIS], act=Act.CANCEL, reason="other")
    assert (request.state, other.state, other.closed_by) == ("no_show", "cancelled", "coordinator")


def test_what_is_under_way_may_be_over_before_its_start(volunteers_session: Session) -> None:
    session = volunteers_session
    request, offer_id, helper_id = a_promise(session)
    begun(session, request, minutes=-30)
    visits.arrive(session, offer_id, helper_id)
    closing.close(session, LINKS, COORDINATOR, request.id, [ROKISKIS], act=Act.FINISH)
    assert request.state == "done"


def test_what_a_volunteer_says_last_counts_and_so_does_the_last_look_at_a_document(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper = a_helper(session)
    facts = {"kinds": [], "organisations": [], "areas": [], "vehicle": "none", "gender": "woman", "can_lift": False}
    say_help(session, helper.id, facts)
    said = session.scalars(select(Helper).execution_options(populate_existing=True)).one()
    assert (said.version, said.kinds, said.gender) == (2, [], "woman")
    seen: dict[str, Any] = {"kind": Document.CHILDREN, "checked_on": ahead().date(), "valid_until": None}
    with pytest.raises(NotFound):
        record_document(session, COORDINATOR, helper.id, [ROKISKIS], **seen)


def test_what_is_not_there_is_neither_locked_nor_tried_for_ever(volunteers_session: Session) -> None:
    session = volunteers_session
    with pytest.raises(NotFound):
        locked(session, uuid7())
    assert free(session, "request_wave", uuid7()) is None
    assert session.scalar(text("SELECT count(*) FROM due")) == 0
    assert session.scalars(select(Offer)).all() == []
