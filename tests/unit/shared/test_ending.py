"""Being told to end, in the middle of whatever the process does."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.ending import Ending

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _handler() -> Iterator[None]:
    """The handler as it was."""
    before = signal.getsignal(signal.SIGUSR1)
    yield
    signal.signal(signal.SIGUSR1, before)


def test_nobody_told_it_until_a_signal_comes() -> None:
    ending = Ending(signal.SIGUSR1)
    assert not ending.is_told()
    assert not ending.wait(0.01)
    os.kill(os.getpid(), signal.SIGUSR1)
    assert ending.is_told()


def test_once_told_it_stays_told_to_everybody_who_asks() -> None:
    ending = Ending(signal.SIGUSR1)
    os.kill(os.getpid(), signal.SIGUSR1)
    assert [ending.wait(5), ending.wait(5), ending.is_told()] == [True] * 3


def test_what_is_to_be_done_then_is_done_once_it_is_told() -> None:
    done = threading.Event()
    Ending(signal.SIGUSR1).then(done.set)
    assert not done.wait(0.01)
    os.kill(os.getpid(), signal.SIGUSR1)
    assert done.wait(5)


WAITS = """
import signal, time
from shared.ending import Ending
heard, until = 0, time.monotonic() + 2
while time.monotonic() < until:
    ending = Ending(signal.SIGUSR1)
    if not heard:
        print("begun", flush=True)
    while not ending.wait(1e-4):
        pass
    heard += 1
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
print(heard)
"""


def test_a_signal_in_any_moment_of_the_waiting_is_heard() -> None:
    """With an event in its place, one in some thousand signals finds the event's lock taken, and all stands still."""
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, cwd=ROOT) as waiting:
        assert waiting.stdout
        assert waiting.stdout.readline() == b"begun\n"
        deadline = time.monotonic() + 20
        while waiting.poll() is None and time.monotonic() < deadline:
            waiting.send_signal(signal.SIGUSR1)
            time.sleep(1e-4)
        waiting.kill()
        assert int(waiting.stdout.read()) > 500
