"""What a provider has promised is changed: another appointment, or none after all."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.mediation import listeners, operations, queries
from services.events.mediation.domain import (
    AppointmentIsOver,
    AppointmentIsTooFar,
    NothingToChange,
    NothingToWithdraw,
    NotNeeded,
)
from services.events.mediation.operations import Way
from shared.contracts.envelope import wrap
from shared.contracts.volunteers import RequestMoved
from shared.errors import Forbidden, Stale
from tests.support.factories.events import a_worker
from tests.support.factories.mediation import PROVIDER, REFERRALS, a_referral, a_town, let_weeks_pass, noon
from tests.support.ledger import audited, told

ANSWERED = "events.referral.answered"


def agreed(session: Session) -> UUID:
    """A referral with an appointment at noon in three days."""
    id_ = a_referral(session, *a_town(session))
    operations.accept(session, REFERRALS, id_, appointment=noon(), venue="Poliklinika")
    return id_


def known(session: Session, id_: UUID) -> dict[str, Any]:
    return queries.referral(session, REFERRALS, id_)


def move(session: Session, id_: UUID, at: datetime, venue: str = "14 kab.", version: int = 3) -> None:
    operations.move(session, REFERRALS, id_, appointment=at, venue=venue, version=version)


def test_all_who_were_told_hear_the_new_appointment_and_are_asked_about_it_a_week_after(
    events_session: Session,
) -> None:
    id_ = agreed(events_session)
    move(events_session, id_, noon(5))
    news = told(events_session, ANSWERED)[-1]
    assert (news.answer, news.changed, news.venue) == ("accepted", True, "14 kab.")
    assert news.appointment_at == known(events_session, id_)["appointment_at"]
    assert news.provider_link == REFERRALS.answer_address(id_)
    assert (news.provider.email, news.person.channel, news.asker.channel) == (PROVIDER, "sms", "email")
    asked_at = events_session.scalar(text("SELECT due_at FROM due WHERE kind = 'referral_follow_up'"))
    assert asked_at == news.appointment_at + timedelta(days=7)
    assert not told(events_session, ANSWERED)[0].changed


def test_the_same_twice_is_told_once_and_of_two_at_once_the_second_looks_again(events_session: Session) -> None:
    id_ = agreed(events_session)
    for _ in range(2):
        move(events_session, id_, noon(5))
    assert len(told(events_session, ANSWERED)) == 2
    with pytest.raises(Stale):
        move(events_session, id_, noon(6))
    assert known(events_session, id_)["appointment_at"].day == noon(5).day


@pytest.mark.parametrize(
    ("days", "rule"), [(-1, AppointmentIsOver), (550, AppointmentIsTooFar)], ids=["yesterday", "in 18 months"]
)
def test_an_appointment_lies_ahead_and_not_in_years_to_come(events_session: Session, days: int, rule: Any) -> None:
    id_ = agreed(events_session)
    with pytest.raises(rule):
        move(events_session, id_, noon(days))
    open_ = a_referral(events_session, *a_town(events_session))
    with pytest.raises(rule):
        operations.accept(events_session, REFERRALS, open_, appointment=noon(days))
    assert len(told(events_session, ANSWERED)) == 1


def test_what_was_agreed_without_a_date_gets_one(events_session: Session) -> None:
    id_ = a_referral(events_session, *a_town(events_session))
    operations.accept(events_session, REFERRALS, id_)
    move(events_session, id_, noon(20))
    assert known(events_session, id_)["appointment_at"] is not None
    assert told(events_session, ANSWERED)[-1].changed


def test_a_question_that_is_due_already_is_left_to_the_worker_who_may_hold_it(events_session: Session) -> None:
    id_ = a_referral(events_session, *a_town(events_session))
    operations.accept(events_session, REFERRALS, id_)
    events_session.flush()
    events_session.execute(text("UPDATE referrals SET answered_at = now() - interval '15 days'"))
    move(events_session, id_, noon(20))
    left = events_session.scalar(text("SELECT due_at - now() FROM due WHERE kind = 'referral_follow_up'"))
    assert left == timedelta(days=14)


def test_nobody_is_asked_how_it_went_before_it_was(events_session: Session) -> None:
    """An overdue question stays due when the appointment moves: a worker may hold its row."""
    id_ = agreed(events_session)
    events_session.execute(text("DELETE FROM due WHERE kind = 'referral_follow_up'"))  # as the worker does first
    operations.follow_up(events_session, REFERRALS, id_)
    found = known(events_session, id_)
    assert found["state"] == "accepted"
    asked_at = events_session.scalar(text("SELECT due_at FROM due WHERE kind = 'referral_follow_up'"))
    assert asked_at == found["appointment_at"] + timedelta(days=7)
    let_weeks_pass(events_session)
    operations.follow_up(events_session, REFERRALS, id_)
    assert known(events_session, id_)["state"] == "followed_up"


def test_nothing_is_changed_of_what_was_not_promised_has_ended_or_has_begun(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    waiting, taken_back, begun = (a_referral(events_session, worker, service_id) for _ in range(3))
    for id_ in (taken_back, begun):
        operations.accept(events_session, REFERRALS, id_, appointment=noon())
    operations.withdraw(events_session, REFERRALS, taken_back)
    events_session.flush()
    past = "UPDATE referrals SET appointment_at = now() - interval '1 minute' WHERE id = :id"
    events_session.execute(text(past), {"id": begun})
    for id_, rule in ((waiting, NothingToChange), (taken_back, NotNeeded), (begun, NothingToChange)):
        with pytest.raises(rule):
            move(events_session, id_, noon(5))
        with pytest.raises(rule):
            operations.call_off(events_session, REFERRALS, id_, reason="full")


def test_a_promise_that_cannot_be_kept_ends_it_with_a_reason_and_without_a_date(events_session: Session) -> None:
    id_ = agreed(events_session)
    for _ in range(2):
        operations.call_off(events_session, REFERRALS, id_, reason="other", words="Gydytoja serga")
    found, answers = known(events_session, id_), told(events_session, ANSWERED)
    assert (found["state"], found["reason"], found["words"]) == ("refused", "other", "Gydytoja serga")
    assert (found["appointment_at"], found["venue"]) == (None, None)
    assert [(one.answer, one.changed) for one in answers] == [("accepted", False), ("refused", True)]
    assert (answers[-1].reason, answers[-1].appointment_at) == ("other", None)
    wiped_in = events_session.scalar(text("SELECT due_at - now() FROM due WHERE kind = 'referral_wiping'"))
    assert wiped_in == timedelta(days=90)
    with pytest.raises(NothingToWithdraw):
        operations.withdraw(events_session, REFERRALS, id_)


def test_help_that_nobody_has_entered_by_the_end_is_cancelled_here_too(events_session: Session) -> None:
    id_ = agreed(events_session)
    way = Way(kinds=("ride",), place="Topolių g. 5", area="Kavoliškis", starts=time(11, 20))
    operations.ask_for_help(events_session, id_, way)
    asked = told(events_session, "events.assistance.")[0]
    assert asked.referral_version == 3
    moved = {name: getattr(asked, name) for name in ("request_id", "organisation_id", "errand", "person")}
    operations.call_off(events_session, REFERRALS, id_, reason="full")
    assert [one["state"] for one in known(events_session, id_)["help"]] == ["cancelled"]
    message = RequestMoved(**moved, link="http://talka.test/volunteer/requests/x", state="open")
    envelope = wrap("volunteers", message, subject=asked.request_id, version=2, correlation_id="c")
    listeners.subscriptions()[RequestMoved](events_session, message, envelope)
    (help_,) = known(events_session, id_)["help"]
    assert (help_["state"], help_["starts_at"]) == ("open", asked.errand.starts_at)


def test_staff_note_what_a_provider_changed_on_the_phone_at_their_own_organisation(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.accept(events_session, REFERRALS, id_)

    def change() -> None:
        operations.call_off(events_session, REFERRALS, id_, reason="full")

    with pytest.raises(Forbidden):
        operations.change_by_staff(
            events_session, a_worker(events_session, next(iter(worker.roles)), "check_in"), id_, change
        )
    operations.change_by_staff(events_session, worker, id_, change)
    assert "referral_changed" in audited(events_session)
