"""How many messages are taken in hand at once: few for a slow gateway, many for a quick one."""

from collections import deque
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

LOOK_BACK = 0.5
"""Seconds of the past that say how many will be handed over in as many seconds to come."""
MOST = 500


class Pace:
    """What was handed over lately, and so how much room there is for more. Times are seconds of any steady clock.

    A claim costs some milliseconds however many it takes, so that a quick gateway wants large ones. With a slow one,
    what is claimed too early waits here, while its lease runs out, instead of in the table for any process.
    """

    def __init__(self, connections: int) -> None:
        """At least two messages for each connection: one with the gateway, one to follow."""
        self._least = 2 * connections
        self._lately: deque[tuple[float, int]] = deque()

    def note(self, messages: int, at: float) -> None:
        """So many were handed over by then."""
        self._lately.append((at, messages))

    def room(self, at: float) -> int:
        """How many may be in hand now: as many as in the time looked back on, within bounds."""
        while self._lately and self._lately[0][0] < at - LOOK_BACK:
            self._lately.popleft()
        return max(self._least, min(MOST, sum(messages for _, messages in self._lately)))


def in_runs(messages: Sequence[Item], connections: int) -> list[Sequence[Item]]:
    """The messages dealt out like cards, one run for each connection: the first ones are first everywhere."""
    return [messages[first::connections] for first in range(min(connections, len(messages)))]
