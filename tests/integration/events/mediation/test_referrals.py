"""A referral from asking to its outcome, and what each side is told."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.mediation import operations, queries
from services.events.mediation.domain import (
    AlreadyAnswered,
    AlreadyConfirmed,
    AnswerIsLate,
    ConsentLiesAhead,
    NotAccepted,
    NothingToWithdraw,
    NotNeeded,
    NoWayToReach,
    OutcomeIsKnown,
    OutcomeLiesAhead,
)
from services.events.mediation.operations import Reach
from shared import addresses
from shared.contracts import events as contracts
from shared.errors import Forbidden, NotFound
from tests.support.factories.events import SERVED, a_worker, an_organisation
from tests.support.factories.mediation import (
    PROVIDER,
    REFERRALS,
    a_kept_service,
    a_need,
    a_referral,
    a_town,
    an_order,
    let_weeks_pass,
    noon,
)
from tests.support.ledger import audited, told

ABOUT = "events.referral."


def state(session: Session) -> str:
    session.flush()
    return str(session.scalars(text("SELECT state FROM referrals")).one())


def dues(session: Session) -> dict[str, timedelta]:
    """Kind of due row of referrals -> how long from now."""
    session.flush()
    rows = session.execute(text("SELECT kind, due_at - now() FROM due WHERE kind LIKE 'referral%'"))
    return {kind: left for kind, left in rows}  # noqa: C416 - rows are no pairs


def by_relative(session: Session, service_id: UUID, **facts: Any) -> UUID:
    asker = ("Ona", Reach(language="lt", phone=addresses.phone("+37067654321"), served=SERVED))
    return operations.ask_by_person(session, REFERRALS, service_id, a_need(phone=None, **facts), asker=asker)


def test_a_provider_is_asked_and_the_asker_is_the_staff_member(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    asked = told(events_session, ABOUT)[0]
    assert (asked.referral_id, asked.service_id, asked.reminder) == (id_, service_id, False)
    assert (asked.provider.email, asked.provider_name) == (PROVIDER, "Rokiškio poliklinika")
    assert (asked.person.channel, asked.person.language, asked.asker.channel) == ("sms", "ru", "email")
    assert asked.provider_link == REFERRALS.answer_address(id_)
    assert asked.link == REFERRALS.address(id_)
    assert dues(events_session) == {"referral_expiry": timedelta(days=8), "referral_reminder": timedelta(days=3)}
    assert "referral_asked" in audited(events_session)


def test_another_address_of_the_provider_is_taken_if_staff_type_one(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    order = an_order(next(iter(worker.roles)), service_id, provider_email="rasa@poliklinika.example")
    operations.ask(events_session, REFERRALS, worker, a_need(), order)
    assert told(events_session, ABOUT)[0].provider.email == "rasa@poliklinika.example"


def test_a_provider_without_an_address_is_written_to_by_nobody(events_session: Session) -> None:
    worker = a_worker(events_session, an_organisation(events_session))
    a_referral(events_session, worker, a_kept_service(events_session, worker, email=None))
    assert told(events_session, ABOUT)[0].provider.channel == "none"
    own = next(iter(worker.roles))
    assert [one["to_call"] for one in queries.referrals(events_session, [own], "call", limit=9)[0]] == [True]


def test_staff_ask_only_for_their_own_organisation_with_a_consent_of_by_now(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    own = next(iter(worker.roles))
    tomorrow = an_order(own, service_id, consent_on=date(2999, 1, 1))
    at_the_door = a_worker(events_session, own, "check_in")
    for person, order, rule in (
        (worker, tomorrow, ConsentLiesAhead),
        (worker, an_order(uuid4(), service_id), NotFound),
        (worker, an_order(own, uuid4()), NotFound),
        (at_the_door, an_order(own, service_id), Forbidden),
    ):
        with pytest.raises(rule):
            operations.ask(events_session, REFERRALS, person, a_need(), order)
    assert told(events_session, ABOUT) == []


def test_what_a_relative_asks_waits_for_a_yes_and_nobody_else_hears_of_it(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = by_relative(events_session, service_id)
    assert (state(events_session), told(events_session, ABOUT)) == ("asked", [])
    assert dues(events_session) == {"referral_confirmation": timedelta(days=14)}
    operations.confirm(events_session, REFERRALS, worker, id_, provider_email=None)
    asked = told(events_session, ABOUT)[0]
    assert (asked.asker.phone, asked.asker.language, asked.person.channel) == ("+37067654321", "lt", "none")
    with pytest.raises(AlreadyConfirmed):
        operations.confirm(events_session, REFERRALS, worker, id_)


def test_whoever_asks_alone_says_how_the_answer_reaches_them(events_session: Session) -> None:
    _worker, service_id = a_town(events_session)
    with pytest.raises(NoWayToReach):
        operations.ask_by_person(events_session, REFERRALS, service_id, a_need(phone=None))
    operations.ask_by_person(events_session, REFERRALS, service_id, a_need(phone="+37045852123"))


def test_a_request_that_nobody_said_yes_to_ends_and_the_provider_never_hears_of_it(events_session: Session) -> None:
    _worker, service_id = a_town(events_session)
    id_ = by_relative(events_session, service_id)
    operations.expire(events_session, REFERRALS, id_)
    assert state(events_session) == "asked"
    operations.expire_unconfirmed(events_session, REFERRALS, id_)
    closed = told(events_session, ABOUT)[0]
    assert (closed.outcome, closed.provider.channel, closed.asker.phone) == ("expired", "none", "+37067654321")


def test_a_yes_is_told_with_its_appointment_and_asked_about_a_week_after(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.accept(events_session, REFERRALS, id_, appointment=noon(), venue="Juodupės g. 1A")
    answered = told(events_session, ABOUT)[-1]
    assert (answered.answer, answered.venue, answered.reason) == ("accepted", "Juodupės g. 1A", "")
    again = queries.referral(events_session, REFERRALS, id_)
    assert again["appointment_at"] == answered.appointment_at
    left = timedelta(days=7) + (answered.appointment_at - datetime.now(answered.appointment_at.tzinfo))
    assert abs(dues(events_session)["referral_follow_up"] - left) < timedelta(seconds=30)
    with pytest.raises(AlreadyAnswered):
        operations.accept(events_session, REFERRALS, id_)
    with pytest.raises(AlreadyAnswered):
        operations.refuse(events_session, REFERRALS, id_, reason="full")


def test_a_no_has_a_reason_and_ends_it(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.refuse(events_session, REFERRALS, id_, reason="needs_documents", words="Reikia siuntimo")
    assert told(events_session, ABOUT)[-1].reason == "needs_documents"
    assert dues(events_session)["referral_wiping"] == timedelta(days=90)
    with pytest.raises(NothingToWithdraw):
        operations.withdraw(events_session, REFERRALS, id_)


def test_an_answer_is_late_when_its_time_is_over_whether_or_not_the_clock_has_seen_to_it(
    events_session: Session,
) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    events_session.execute(text("UPDATE referrals SET expires_at = now() - interval '1 second'"))
    with pytest.raises(AnswerIsLate):
        operations.accept(events_session, REFERRALS, id_)
    operations.expire(events_session, REFERRALS, id_)
    with pytest.raises(AnswerIsLate):
        operations.refuse(events_session, REFERRALS, id_, reason="full")


def test_all_three_sides_hear_that_no_answer_came(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.expire(events_session, REFERRALS, id_)
    operations.expire(events_session, REFERRALS, id_)
    closed = told(events_session, "events.referral.closed")
    assert len(closed) == 1
    assert [closed[0].provider.channel, closed[0].person.channel, closed[0].asker.channel] == ["email", "sms", "email"]


def test_a_provider_is_reminded_unless_it_has_answered(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    first, second = (a_referral(events_session, worker, service_id) for _ in range(2))
    operations.refuse(events_session, REFERRALS, second, reason="full")
    for id_ in (first, second):
        operations.remind(events_session, REFERRALS, id_)
    reminders = [one.referral_id for one in told(events_session, "events.referral.asked") if one.reminder]
    assert reminders == [first]


def test_taking_it_back_tells_whoever_was_asked_once(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    for _ in range(2):
        operations.withdraw(events_session, REFERRALS, id_)
    (closed,) = told(events_session, "events.referral.closed")
    assert (closed.outcome, closed.provider_link) == ("withdrawn", REFERRALS.answer_address(id_))
    with pytest.raises(NotNeeded):
        operations.accept(events_session, REFERRALS, id_)
    for act in (operations.remind, operations.expire, operations.follow_up):
        act(events_session, REFERRALS, id_)
    assert state(events_session) == "withdrawn"


def test_the_person_is_asked_and_says_how_it_went(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    with pytest.raises(NotAccepted):
        operations.learn(events_session, id_, got_it=True)
    operations.accept(events_session, REFERRALS, id_)
    assert dues(events_session)["referral_follow_up"] == timedelta(days=14)
    with pytest.raises(NotAccepted):
        operations.learn_by_reply(events_session, id_, got_it=True)
    let_weeks_pass(events_session)
    operations.follow_up(events_session, REFERRALS, id_)
    assert isinstance(told(events_session, ABOUT)[-1], contracts.ReferralFollowedUp)
    assert dues(events_session)["referral_wiping"] == timedelta(days=90)
    operations.learn_by_reply(events_session, id_, got_it=False)
    operations.learn(events_session, id_, got_it=False, why_not="too_far")
    operations.learn(events_session, id_, got_it=False, why_not="other")
    found = queries.referral(events_session, REFERRALS, id_)
    assert (found["state"], found["got_it"], found["why_not"]) == ("known", False, "too_far")
    with pytest.raises(OutcomeIsKnown):
        operations.learn(events_session, id_, got_it=True)


def test_what_is_still_to_come_has_no_outcome(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.accept(events_session, REFERRALS, id_, appointment=noon())
    for tell in (operations.learn, partial(operations.learn_by_staff, person=worker)):
        with pytest.raises(OutcomeLiesAhead):
            tell(events_session, referral_id=id_, got_it=True)
    assert queries.referral(events_session, REFERRALS, id_)["state"] == "accepted"
    events_session.execute(text("UPDATE referrals SET appointment_at = now()"))
    operations.learn(events_session, id_, got_it=True)
    assert queries.referral(events_session, REFERRALS, id_)["state"] == "known"


def test_a_good_outcome_that_is_told_before_the_question_has_no_reason_and_is_wiped_in_its_turn(
    events_session: Session,
) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.accept(events_session, REFERRALS, id_)
    operations.learn_by_staff(events_session, worker, id_, got_it=True, why_not="other")
    operations.learn(events_session, id_, got_it=True)
    assert queries.referral(events_session, REFERRALS, id_)["why_not"] is None
    assert dues(events_session)["referral_wiping"] == timedelta(days=90)
