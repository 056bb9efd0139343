"""`make demo`: play the story on the running system, starting one if none runs.

The exit code is 1 if anything went otherwise than it should.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from deploy.embedded.demo import consultation, talka
from deploy.embedded.demo.programme import ORGANISER
from deploy.embedded.demo.report import report
from deploy.embedded.demo.stage import Stage
from deploy.embedded.environment import LEAVES, address, port

SILENCE = 3.0
"""Seconds in which anything sent too often or too late would still arrive."""


def main() -> int:
    """Play everything."""
    began = time.monotonic()
    with system() as is_there:
        if not is_there:
            return 1
        stage = Stage(address(), lambda line: print(line, flush=True))
        try:
            fine = play(stage)
        except KeyboardInterrupt:
            return 1
        stage.tell(f"\n{'As expected.' if fine else 'NOT as expected.'} {time.monotonic() - began:.0f} s")
    return 0 if fine else 1


def play(stage: Stage) -> bool:
    """The scenes, in their order; whether all was as expected."""
    tell = stage.tell
    name = stage.organiser.sign_in(ORGANISER)
    tell(f"1  {name} signs in by the link from the e-mail, and publishes a consultation and “Kultūrų pažinimas”.")
    played = consultation.publish(stage)
    story = talka.publish(stage)
    tell("2  Volunteers sign up for the shift of the second date: three places, Ukrainian needed.")
    talka.volunteers(stage, story)
    tell("3  Households register for the first date, 30 places, and for the second.")
    talka.register(stage, story)
    tell("4  Each gets a confirmation in their own language.")
    talka.confirmations(stage, story)
    tell("5  Petrenko, a party of four, cancels by the link.")
    talka.cancel_one(stage, story)
    tell("6  The second date is moved; everyone concerned hears, volunteers too.")
    talka.move(stage, story)
    tell("7  Three participants text back.")
    talka.replies(stage, story)
    tell("8  The event is cancelled; everyone hears.")
    talka.call_off(stage, story)
    tell("9  The reminders of the consultation, 24 hours and 2 hours before.")
    consultation.reminders(stage, played)
    time.sleep(SILENCE)
    tell("")
    return report(stage)


@contextmanager
def system() -> Iterator[bool]:
    """The running system, or one of our own for as long as we play; False if we must not or cannot play."""
    if readiness := _readiness():
        yield _is_safe(readiness)
        return
    print(f"Nothing runs at {address()}/: starting it.", flush=True)
    command = [sys.executable, "-m", "deploy.embedded"]
    started = subprocess.Popen(command, start_new_session=True)  # Ctrl-C ends us first, and we end it
    try:
        while not (readiness := _readiness()) and started.poll() is None:
            time.sleep(0.1)
        yield readiness is not None and _is_safe(readiness)
    finally:
        if started.poll() is None:
            os.kill(started.pid, signal.SIGTERM)
        started.wait()


def _is_safe(readiness: str) -> bool:
    """Whether every message stays on this machine: we write to numbers that may be somebody's."""
    if LEAVES not in readiness:
        return True
    print(f"The demonstration writes to people it makes up, and here {readiness.splitlines()[-1]}.", file=sys.stderr)
    print(
        "Play it on a run without mail server and SMS gateway, with a TALKA_VAR and PORT of its own.", file=sys.stderr
    )
    return False


def _readiness() -> str | None:
    """What the running system says of itself; None if there is none, or not yet."""
    connection = HTTPConnection("localhost", port(), timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == HTTPStatus.OK else None
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
