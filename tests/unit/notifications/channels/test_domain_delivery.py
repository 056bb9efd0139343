"""The next try, and receipts."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.channels.domain.delivery import JITTER, LADDER, Receipt, forward, next_attempt
from services.notifications.messages.domain.states import State

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


@pytest.mark.parametrize(("made", "seconds"), [(0, 0), (1, 30), (2, 120), (3, 600), (4, 1800), (5, 7200)])
def test_each_try_waits_longer_than_the_one_before(made: int, seconds: int) -> None:
    assert next_attempt(made, NOW, LATER, chance=0.5) == NOW + timedelta(seconds=seconds)


def test_after_the_last_rung_nothing_is_tried_any_more() -> None:
    assert next_attempt(6, NOW, LATER, chance=0.5) is None


def test_waits_differ_by_a_fifth_so_that_not_all_come_back_at_once() -> None:
    assert next_attempt(3, NOW, LATER, chance=0) == NOW + timedelta(minutes=8)
    assert next_attempt(3, NOW, LATER, chance=1) == NOW + timedelta(minutes=12)


def test_a_try_that_would_come_too_late_is_not_planned() -> None:
    assert next_attempt(2, NOW, NOW + timedelta(minutes=2), chance=0.5) is None
    assert next_attempt(2, NOW, NOW + timedelta(minutes=2, seconds=1), chance=0.5) == NOW + timedelta(minutes=2)


def test_a_gateway_that_asks_for_more_time_gets_it() -> None:
    assert next_attempt(1, NOW, LATER, chance=0, after=timedelta(minutes=5)) == NOW + timedelta(minutes=5)
    assert next_attempt(4, NOW, LATER, chance=0.5, after=timedelta(minutes=5)) == NOW + timedelta(minutes=30)


@given(st.integers(0, 8), st.floats(0, 1), st.timedeltas(timedelta(0), timedelta(hours=6)))
def test_a_wait_stays_within_its_jitter_and_its_use(made: int, chance: float, use: timedelta) -> None:
    due = next_attempt(made, NOW, NOW + use, chance=chance)
    if due is None:
        assert made >= len(LADDER) or LADDER[made] * (1 + JITTER) >= use
        return
    assert LADDER[made] * (1 - JITTER) <= due - NOW <= LADDER[made] * (1 + JITTER)
    assert due < NOW + use


@pytest.mark.parametrize("receipts", list(permutations(Receipt, 3)))
def test_receipts_in_any_order_never_lower_a_state(receipts: tuple[Receipt, ...]) -> None:
    state = State.CLAIMED
    for receipt in receipts:
        before, state = state, forward(state, receipt)
        assert state.rank >= before.rank
        assert forward(state, receipt) == state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("receipt", Receipt)
def test_a_final_state_stays_and_any_other_ends_with_a_final_receipt(state: State, receipt: Receipt) -> None:
    after = forward(state, receipt)
    if state.is_final:
        assert after is state
    elif receipt in {Receipt.DELIVERED, Receipt.FAILED}:
        assert after.value == receipt.value
    else:
        assert after == max(state, State(receipt), key=lambda found: found.rank)


def test_an_accepted_receipt_settles_a_doubt() -> None:
    assert forward(State.UNCERTAIN, Receipt.ACCEPTED) is State.ACCEPTED


def test_delivered_before_accepted_stays_delivered() -> None:
    assert forward(forward(State.CLAIMED, Receipt.DELIVERED), Receipt.ACCEPTED) is State.DELIVERED


def test_a_delivery_told_after_a_failure_is_not_applied() -> None:
    assert forward(State.FAILED, Receipt.DELIVERED) is State.FAILED


def test_a_late_delivery_ends_what_nobody_knew() -> None:
    assert forward(State.UNKNOWN, Receipt.DELIVERED) is State.DELIVERED
    assert forward(State.UNKNOWN, Receipt.BUFFERED) is State.UNKNOWN
