"""What waits for staff of a referral, and that it ends with what it waited for."""

from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.mediation import operations, queries
from services.events.mediation.operations import Reach, Way
from shared import addresses
from tests.support.factories.events import SERVED, Worker
from tests.support.factories.mediation import REFERRALS, a_need, a_referral, a_town, let_weeks_pass, noon

RIDE = Way(kinds=("ride",), place="Topolių g. 5", area="Kavoliškis", starts=time(11, 20))


@pytest.fixture
def town(events_session: Session) -> tuple[Worker, UUID]:
    """Somebody who works there, and a service."""
    return a_town(events_session)


def waiting(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(text("SELECT what FROM staff_waits")))


def test_what_waits_for_staff_is_what_nobody_has_said_yes_to_or_called_about(
    events_session: Session, town: tuple[Worker, UUID]
) -> None:
    worker, service_id = town
    id_ = operations.ask_by_person(events_session, REFERRALS, service_id, a_need())
    assert waiting(events_session) == ["referral"]
    operations.confirm(events_session, REFERRALS, worker, id_)
    assert waiting(events_session) == []
    ways: tuple[Callable[[], None], ...] = (
        lambda: operations.mark_unreached(events_session, id_, None),
        lambda: operations.mark_called(events_session, worker, id_, 99),
        lambda: operations.wipe(events_session, id_),
    )
    for number, settle in enumerate(ways):
        operations.remind(events_session, REFERRALS, id_)
        operations.mark_unreached(events_session, id_, "failed")
        assert waiting(events_session) == ["call"]
        settle()
        assert waiting(events_session) == [], number


def test_what_came_to_nothing_waits_for_staff_unless_one_of_them_asked_and_so_hears_it(
    events_session: Session, town: tuple[Worker, UUID]
) -> None:
    worker, service_id = town
    by_staff = a_referral(events_session, *town)
    operations.refuse(events_session, REFERRALS, by_staff, reason="full")
    assert waiting(events_session) == []
    asker = ("Ona", Reach(language="lt", phone=addresses.phone("+37067654321"), served=SERVED))
    own = operations.ask_by_person(events_session, REFERRALS, service_id, a_need(), asker=asker)
    operations.confirm(events_session, REFERRALS, worker, own)
    operations.expire(events_session, REFERRALS, own)
    assert waiting(events_session) == ["call"]
    operations.mark_unreached(events_session, own, None)
    assert waiting(events_session) == ["call"]  # that the person has read it helps nobody on
    (organisation_id,) = worker.roles
    assert [one["id"] for one in queries.referrals(events_session, [organisation_id], "call", limit=9)[0]] == [own]
    operations.mark_called(events_session, worker, own, 99)
    assert waiting(events_session) == []


def test_whom_only_a_call_reaches_waits_for_it_though_staff_asked_and_read_the_answer(
    events_session: Session, town: tuple[Worker, UUID]
) -> None:
    refused, accepted = (a_referral(events_session, *town, phone="+37045852125") for _ in range(2))
    operations.refuse(events_session, REFERRALS, refused, reason="full")
    assert waiting(events_session) == ["call"]
    operations.accept(events_session, REFERRALS, accepted)
    assert waiting(events_session) == ["call"] * 2
    operations.mark_called(events_session, town[0], refused, 99)
    assert waiting(events_session) == ["call"]


def test_a_call_that_nobody_needs_any_more_does_not_wait(events_session: Session, town: tuple[Worker, UUID]) -> None:
    taken_back, answered = (a_referral(events_session, *town) for _ in range(2))
    for id_ in (taken_back, answered):
        operations.mark_unreached(events_session, id_, "failed")
    assert waiting(events_session) == ["call"] * 2
    operations.withdraw(events_session, REFERRALS, taken_back)
    operations.accept(events_session, REFERRALS, answered)
    assert waiting(events_session) == ["call"]  # whom no message reaches has to hear of the answer
    operations.learn(events_session, answered, got_it=True)
    assert waiting(events_session) == []


def test_a_message_that_fails_when_there_is_nothing_to_call_about_lets_nothing_wait(
    events_session: Session, town: tuple[Worker, UUID]
) -> None:
    worker, service_id = town
    taken_back, called = (a_referral(events_session, worker, service_id) for _ in range(2))
    operations.withdraw(events_session, REFERRALS, taken_back)
    operations.mark_called(events_session, worker, called, 2)
    for id_ in (taken_back, called):
        events_session.flush()
        operations.mark_unreached(events_session, id_, "failed")
    assert queries.counts(events_session, list(worker.roles))["call"] == 0
    assert waiting(events_session) == []


def asked_how_it_went(session: Session, town: tuple[Worker, UUID]) -> UUID:
    id_ = a_referral(session, *town)
    operations.accept(session, REFERRALS, id_)
    let_weeks_pass(session)
    operations.follow_up(session, REFERRALS, id_)
    return id_


def to_call(session: Session, worker: Worker) -> int:
    session.flush()
    return queries.counts(session, list(worker.roles))["call"]


def test_whoever_did_not_get_it_waits_for_a_call_whichever_way_they_said_so(
    events_session: Session, town: tuple[Worker, UUID]
) -> None:
    for tell in (operations.learn, operations.learn_by_reply):
        id_ = asked_how_it_went(events_session, town)
        tell(events_session, id_, got_it=False)
        tell(events_session, id_, got_it=False, why_not="too_far")
        operations.mark_unreached(events_session, id_, None)  # the receipt of our question comes after the answer
        assert (waiting(events_session), to_call(events_session, town[0])) == (["call"], 1)
        operations.mark_called(events_session, town[0], id_, 99)
        assert (waiting(events_session), to_call(events_session, town[0])) == ([], 0)


def test_nobody_is_to_call_who_got_it_or_has_told_staff(events_session: Session, town: tuple[Worker, UUID]) -> None:
    operations.learn(events_session, asked_how_it_went(events_session, town), got_it=True)
    told_staff = asked_how_it_went(events_session, town)
    operations.learn_by_staff(events_session, town[0], told_staff, got_it=False)
    operations.learn_by_staff(events_session, town[0], told_staff, got_it=False, why_not="refused")
    assert queries.referral(events_session, REFERRALS, told_staff)["why_not"] == "refused"
    assert (waiting(events_session), to_call(events_session, town[0])) == ([], 0)


def test_a_receipt_that_comes_after_the_erasure_changes_nothing(
    events_session: Session, town: tuple[Worker, UUID]
) -> None:
    id_ = a_referral(events_session, *town)
    operations.wipe(events_session, id_)
    events_session.flush()
    for state in ("failed", None):
        operations.mark_unreached(events_session, id_, state)
        assert waiting(events_session) == []
        assert events_session.scalars(text("SELECT unreached FROM referrals")).all() == [None]


@pytest.mark.parametrize("end", ["taken back", "called off"])
def test_help_that_nobody_has_entered_by_the_end_waits_for_no_coordinator(
    events_session: Session, town: tuple[Worker, UUID], end: str
) -> None:
    id_ = a_referral(events_session, *town)
    operations.accept(events_session, REFERRALS, id_, appointment=noon(), venue="Poliklinika")
    operations.ask_for_help(events_session, id_, RIDE)
    assert waiting(events_session) == ["request"]
    if end == "taken back":
        operations.withdraw(events_session, REFERRALS, id_)
    else:
        operations.call_off(events_session, REFERRALS, id_, reason="full")
    assert waiting(events_session) == []
