"""Being told to end, by Ctrl-C or a signal, at any moment.

Python runs the handler of a signal between two instructions of the main thread, those of `threading.Event.wait` too,
which hold a lock that `Event.set` needs: a handler that sets the event one waits for can wait for itself, for ever.
`SimpleQueue.put` is made to be called while another call of it is under way.
"""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue


class Ending:
    """Whether this process was told to end. Made in the main thread."""

    def __init__(self, *numbers: signal.Signals) -> None:
        """Listen to these signals from now on."""
        self._told: SimpleQueue[None] = SimpleQueue()
        for number in numbers:
            signal.signal(number, lambda *_: self._told.put(None))

    def is_told(self) -> bool:
        """Whether one of them has come."""
        return not self._told.empty()

    def wait(self, seconds: float | None = None) -> bool:
        """Return when one comes, or after this time; whether one has come.

        In the main thread wait for moments only: a signal that comes just as the waiting begins is heard when it ends.
        """
        with suppress(Empty):
            self._told.put(self._told.get(timeout=seconds))  # put back: once told, always told
        return self.is_told()

    def then(self, act: Callable[[], None]) -> None:
        """Do this, in a thread of its own, when one comes."""

        def wait_and_act() -> None:
            self.wait()
            act()

        threading.Thread(target=wait_and_act, name="ending", daemon=True).start()
