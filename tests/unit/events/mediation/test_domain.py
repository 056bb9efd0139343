"""Rules of mediation without a database: states, terms and links."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from services.events.mediation.domain import (
    STEPS,
    AlreadyAnswered,
    AlreadyConfirmed,
    AnswerIsLate,
    AppointmentIsOver,
    AppointmentNeeded,
    ConsentLiesAhead,
    Links,
    NotAccepted,
    NothingToChange,
    NothingToWithdraw,
    NotNeeded,
    OutcomeIsKnown,
    State,
    Step,
    after,
    check_appointment,
    check_consent,
    follow_up_at,
    is_asked_by_staff,
    is_possible,
    ride_starts,
    way_back,
    way_there,
)
from shared.errors import DomainError

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_each_step_in_each_state_leads_on_or_is_refused(state: State, step: Step) -> None:
    if (state, step) in STEPS:
        assert after(state, step) == STEPS[state, step]
    else:
        assert not is_possible(state, step)
        with pytest.raises(DomainError):
            after(state, step)


@pytest.mark.parametrize(
    ("state", "step", "rule"),
    [
        (State.OPEN, Step.CONFIRM, AlreadyConfirmed),
        (State.ACCEPTED, Step.REFUSE, AlreadyAnswered),
        (State.EXPIRED, Step.ACCEPT, AnswerIsLate),
        (State.WITHDRAWN, Step.ACCEPT, NotNeeded),
        (State.OPEN, Step.LEARN, NotAccepted),
        (State.KNOWN, Step.LEARN, OutcomeIsKnown),
        (State.REFUSED, Step.WITHDRAW, NothingToWithdraw),
        (State.WITHDRAWN, Step.MOVE, NotNeeded),
        (State.OPEN, Step.CALL_OFF, NothingToChange),
    ],
)
def test_a_refusal_says_why(state: State, step: Step, rule: type[DomainError]) -> None:
    with pytest.raises(rule):
        after(state, step)


def test_whoever_waits_for_a_yes_is_never_asked_how_it_went() -> None:
    """Every way to `known` leads past a provider's yes."""
    before = {state for (state, step), to in STEPS.items() if to is State.KNOWN and step is Step.LEARN}
    assert before == {State.ACCEPTED, State.FOLLOWED_UP}
    assert {state for (state, _step), to in STEPS.items() if to is State.ACCEPTED is not state} == {State.OPEN}


def test_the_question_comes_a_week_after_the_appointment_or_two_after_a_yes_without_one() -> None:
    assert follow_up_at(NOW, NOW + timedelta(days=20)) == NOW + timedelta(days=27)
    assert follow_up_at(NOW, None) == NOW + timedelta(days=14)


def test_nobody_agrees_tomorrow() -> None:
    check_consent(date(2026, 11, 30), date(2026, 11, 30))
    with pytest.raises(ConsentLiesAhead) as refused:
        check_consent(date(2026, 12, 1), date(2026, 11, 30))
    assert list(refused.value.errors) == ["consent_on"]


def test_an_appointment_lies_ahead() -> None:
    check_appointment(None, NOW, knows_contact=True)
    check_appointment(NOW + timedelta(minutes=1), NOW, knows_contact=False)
    with pytest.raises(AppointmentIsOver):
        check_appointment(NOW, NOW, knows_contact=True)


def test_whoever_has_no_phone_of_the_person_says_when() -> None:
    with pytest.raises(AppointmentNeeded) as refused:
        check_appointment(None, NOW, knows_contact=False)
    assert list(refused.value.errors) == ["day"]


def test_a_ride_is_proposed_forty_minutes_before_by_the_clock_in_lithuania() -> None:
    assert ride_starts(datetime(2026, 12, 3, 8, 0, tzinfo=UTC)) == time(9, 20)
    assert ride_starts(datetime(2026, 7, 3, 7, 0, tzinfo=UTC)) == time(9, 20)


@pytest.mark.parametrize(
    ("appointment", "clock", "begins"),
    [
        ((3, 0, 10), (23, 30), (2, 23, 30)),
        ((3, 9, 0), (21, 0), (2, 21, 0)),
        ((3, 9, 0), (20, 59), (3, 20, 59)),
        ((3, 12, 0), (11, 20), (3, 11, 20)),
        ((3, 12, 0), (12, 0), (3, 12, 0)),
    ],
)
def test_a_later_time_of_day_is_of_the_night_before_an_appointment_and_not_of_the_day_before(
    appointment: tuple[int, int, int], clock: tuple[int, int], begins: tuple[int, int, int]
) -> None:
    assert way_there(december(*appointment), time(*clock)) == december(*begins)


@pytest.mark.parametrize(
    ("appointment", "clock", "begins"),
    [
        ((3, 22, 0), (0, 30), (4, 0, 30)),
        ((3, 22, 0), (10, 0), (4, 10, 0)),
        ((3, 22, 0), (10, 1), (3, 10, 1)),
        ((3, 12, 0), (13, 30), (3, 13, 30)),
        ((3, 12, 0), (12, 0), (3, 12, 0)),
    ],
)
def test_an_earlier_time_of_day_is_of_the_night_after_an_appointment_and_not_of_the_day_after(
    appointment: tuple[int, int, int], clock: tuple[int, int], begins: tuple[int, int, int]
) -> None:
    assert way_back(december(*appointment), time(*clock)) == december(*begins)


def december(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 12, day, hour, minute)  # noqa: DTZ001 - a wall time


def test_the_two_links_of_a_referral_cannot_be_guessed_from_each_other_or_without_the_key() -> None:
    id_, links = uuid4(), Links("a" * 32, "https://talka.test")
    tokens = {links.token(id_), links.answer_token(id_), Links("b" * 32, "").token(id_), links.token(uuid4())}
    assert len(tokens) == 4
    assert links.address(id_) == f"https://talka.test/directory/referrals/{links.token(id_)}"
    assert links.answer_address(id_).endswith(f"/directory/answers/{links.answer_token(id_)}")
    assert len(links.token(id_)) == 16


@pytest.mark.parametrize(
    ("asker_channel", "staff_id", "by_staff"),
    [(None, uuid4(), True), ("sms", uuid4(), False), (None, None, False), ("none", None, False)],
)
def test_one_of_the_staff_asked_for_the_person_if_no_relative_did(
    asker_channel: str | None, staff_id: UUID | None, *, by_staff: bool
) -> None:
    assert is_asked_by_staff({"asker_channel": asker_channel, "staff_id": staff_id}) is by_staff
