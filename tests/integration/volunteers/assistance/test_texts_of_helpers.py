"""What a helper texts about a visit, and what follows of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.requests import VISIT
from services.volunteers.assistance.listeners import subscriptions
from services.volunteers.assistance.models import Request, Step
from services.volunteers.assistance.operations import closing
from services.volunteers.assistance.operations.visits import ask_after
from shared.contracts.envelope import wrap
from shared.contracts.notifications import ReplyReceived
from tests.integration.volunteers.assistance.test_visits import a_promise
from tests.support.factories.assistance import LINKS, begun, names


def texted(session: Session, request: Request, answer: str) -> None:
    reply = ReplyReceived(answer=answer, about=VISIT, subject_id=request.id)
    envelope = wrap("notifications", reply, subject=request.id, version=1, correlation_id="text")
    subscriptions(LINKS)[ReplyReceived](session, reply, envelope)
    session.refresh(request)


def test_a_yes_to_whether_all_is_well_ends_the_visit_and_a_no_calls_the_coordinators_at_once(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session)
    begun(session, request, minutes=120)
    ask_after(session, LINKS, request.id)
    texted(session, request, "no")
    assert (request.alarm, names(session)[-2:]) == ("panic", ["coordinator.needed", "help.called"])
    texted(session, request, "yes")
    texted(session, request, "yes")
    assert (request.state, request.closed_by, request.arrived_at, request.alarm) == ("done", "helper", None, None)
    assert names(session).count("request.closed") == 1
    texted(session, request, "no")
    assert names(session)[-1] == "coordinator.needed"  # something is wrong after all


def test_a_helper_texts_that_they_are_there_and_that_it_is_over(volunteers_session: Session) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session)
    begun(session, request, minutes=-60)
    texted(session, request, "arrived")
    texted(session, request, "arrived")
    assert request.state == "under_way"
    assert len(session.scalars(select(Step).where(Step.what == "arrived")).all()) == 1
    texted(session, request, "done")
    assert request.state == "done"


def test_whoever_is_done_before_the_start_was_there(volunteers_session: Session) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session)
    begun(session, request, minutes=-60)
    texted(session, request, "done")
    assert (request.state, request.arrived_at is None) == ("done", False)


@pytest.mark.parametrize("answer", ["arrived", "done", "yes"])
def test_what_is_texted_long_before_or_after_the_end_changes_nothing(volunteers_session: Session, answer: str) -> None:
    session = volunteers_session
    request, _offer_id, _helper_id = a_promise(session)
    texted(session, request, answer)
    assert request.state == "assigned"
    closing.cancel(session, LINKS, request.id)
    texted(session, request, answer)
    assert request.state == "cancelled"
    gone = ReplyReceived(answer=answer, about=VISIT, subject_id=uuid7())
    envelope = wrap("notifications", gone, subject=gone.subject_id, version=1, correlation_id="text")
    subscriptions(LINKS)[ReplyReceived](session, gone, envelope)
