"""The life of a message."""

from uuid import UUID

import pytest

from services.notifications.messages.domain.states import MessageKey, State
from services.notifications.recipients.domain import Channel, Purpose


@pytest.mark.parametrize(
    ("state", "rank"),
    [
        (State.QUEUED, 0),
        (State.CLAIMED, 1),
        (State.UNCERTAIN, 2),
        (State.ACCEPTED, 3),
        (State.BUFFERED, 4),
        (State.UNKNOWN, 5),
        (State.FAILED, 9),
        (State.DELIVERED, 9),
        (State.WITHDRAWN, 9),
    ],
)
def test_a_state_says_how_far_a_message_has_come(state: State, rank: int) -> None:
    assert state.rank == rank
    assert state.is_final == (rank == 9)


def test_a_message_is_the_same_only_if_all_that_makes_it_is_the_same() -> None:
    key = MessageKey(UUID(int=1), Channel.SMS, Purpose.EVENT_CHANGED, UUID(int=2), 3)
    assert key == MessageKey(UUID(int=1), Channel.SMS, Purpose.EVENT_CHANGED, UUID(int=2), 3)
    assert key != MessageKey(UUID(int=1), Channel.SMS, Purpose.EVENT_CHANGED, UUID(int=2), 4)
