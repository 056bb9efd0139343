"""How a request goes on: every step there is, and none besides."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from services.volunteers.assistance.domain.states import (
    ENDED,
    HELD,
    MOVES,
    OUTCOMES,
    REASONS,
    Act,
    NotNow,
    ReasonIsMissing,
    State,
    after,
    check_reason,
    ended_by_link,
    is_late,
    reason_name,
)
from shared import languages

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)), ids=str)
def test_every_act_in_every_state_leads_on_or_is_refused(state: State, act: Act) -> None:
    if (state, act) in MOVES:
        assert after(state, act) == MOVES[state, act]
    else:
        with pytest.raises(NotNow):
            after(state, act)


def test_an_end_is_an_end_and_everything_can_end() -> None:
    assert {before for before, _act in MOVES} == set(State) - ENDED
    for before in set(State) - ENDED:
        assert {MOVES[before, act] for act in Act if (before, act) in MOVES} & ENDED


def test_only_what_somebody_has_promised_can_be_done_or_missed() -> None:
    assert {before for before, act in MOVES if act in (Act.FINISH, Act.MISS, Act.ARRIVE)} == HELD


def test_every_end_has_its_outcome_and_every_end_without_help_its_reasons() -> None:
    assert {str(MOVES[move]) for move in MOVES if move[1] in OUTCOMES} == set(OUTCOMES.values())
    assert set(REASONS) == set(OUTCOMES) - {Act.FINISH}
    for act, reasons in REASONS.items():
        assert all(check_reason(act, reason) == reason for reason in reasons)
        for wrong in ("", "taxi"):
            with pytest.raises(ReasonIsMissing):
                check_reason(act, wrong)
    assert check_reason(Act.FINISH, "whatever") == ""


def test_less_than_two_hours_before_is_late() -> None:
    assert not is_late(NOW, NOW + timedelta(hours=2))
    assert is_late(NOW, NOW + timedelta(hours=1, minutes=59))


def test_states_and_reasons_have_names() -> None:
    with languages.using("en"):
        assert [State.ASKED.label, reason_name("nobody"), reason_name("new_one")] == [
            *("Waits for your yes", "Nobody was found", "new one")
        ]


def test_a_link_that_both_have_does_not_say_which_of_them_has_pressed() -> None:
    written = [("sms", None), ("email", "none"), ("none", "sms"), ("sms", "email")]
    assert [ended_by_link(*both) for both in written] == ["person", "person", "asker", "either"]
