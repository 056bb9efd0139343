"""The lifeline: a pipe whose writing end only the supervisor holds; when that breaks, its processes end too.

They end as if cut off: what they were doing is safe in the database or was not promised.
"""

import os
import threading
from contextlib import suppress


class Lifeline:
    """Made by the supervisor, held by its processes."""

    def __init__(self) -> None:
        """Nobody ever writes: however the supervisor ends, those who read see the end."""
        self._reading, self._writing = os.pipe()

    def hold(self) -> None:
        """End this process as soon as the supervisor is gone. Threads do not survive a fork: call it in each child."""
        with suppress(OSError):
            os.close(self._writing)  # ours came with the fork, and would keep the pipe whole
        threading.Thread(target=self._wait, name="lifeline", daemon=True).start()

    def _wait(self) -> None:
        os.read(self._reading, 1)
        os._exit(1)
