"""Waiting for what happens in another thread or process: look often, give up at a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def eventually(look: Callable[[], Answer], seconds: float = 15, *, every: float = 0.05) -> Answer:
    """Return the first true answer of `look`; an AssertionError inside it means "not yet".

    Raises AssertionError after the given seconds, with the last reason.
    """
    deadline = time.monotonic() + seconds
    while True:
        reason: object = None
        try:
            answer = look()
        except AssertionError as error:
            reason = error
        else:
            if answer:
                return answer
            reason = f"the answer was still {answer!r}"
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {reason}")
        time.sleep(every)
