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
from datetime import time as clock
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from deploy.embedded.demo import consultation, talka
from deploy.embedded.demo.client import Refused
from deploy.embedded.demo.programme import ORGANISERS
from deploy.embedded.demo.report import report
from deploy.embedded.demo.stage import Stage
from deploy.embedded.environment import LEAVES, QUIET, address, port

SILENCE = 3.0
"""Seconds in which anything sent too often or too late would still arrive."""


def main() -> int:
    """Play everything."""
    for number in (signal.SIGINT, signal.SIGTERM):  # also where we were started to ignore Ctrl-C, as shells do with `&`
        signal.signal(number, signal.default_int_handler)
    began = time.monotonic()
    with system() as readiness:
        if readiness is None:
            return 1
        stage = Stage(address(), lambda line: print(line, flush=True), quiet_hours(readiness))
        try:
            fine = play(stage)
        except KeyboardInterrupt:
            return 1
        except Refused as refused:
            print(f"The system refuses: {refused}", file=sys.stderr)
            return 1
        stage.tell(f"\n{'As expected.' if fine else 'NOT as expected.'} {time.monotonic() - began:.0f} s")
    return 0 if fine else 1


def play(stage: Stage) -> bool:
    """The scenes and the report; whether all was as expected."""
    scenes(stage)
    return report(stage)


def scenes(stage: Stage) -> None:
    """The scenes, in their order; then all that should come has come, and the ledger knows what should."""
    tell = stage.tell
    name = sign_in(stage)
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


def sign_in(stage: Stage) -> str:
    """Sign one of the organisers in; each may ask for five links in a quarter of an hour. Raises Refused."""
    *others, last = ORGANISERS
    for email in others:
        try:
            return stage.organiser.sign_in(email)
        except Refused as refused:
            if refused.status != HTTPStatus.TOO_MANY_REQUESTS:
                raise
    return stage.organiser.sign_in(last)


def quiet_hours(readiness: str) -> tuple[clock, clock] | None:
    """From when to when news waits in the running system; None if it never does."""
    said = next(line.removeprefix(QUIET) for line in readiness.splitlines() if line.startswith(QUIET))
    if said == "off":
        return None
    begins, ends = (clock.fromisoformat(part) for part in said.split("-"))
    return begins, ends


@contextmanager
def system() -> Iterator[str | None]:
    """What the running system, or one of our own for as long as we play, says of itself; None if we must not play."""
    if readiness := _readiness():
        yield readiness if _is_safe(readiness) else None
        return
    print(f"Nothing runs at {address()}/: starting it.", flush=True)
    command = [sys.executable, "-m", "deploy.embedded"]
    started = subprocess.Popen(command, start_new_session=True)  # Ctrl-C ends us first, and we end it
    try:
        while not (readiness := _readiness()) and started.poll() is None:
            time.sleep(0.1)
        yield readiness if readiness and _is_safe(readiness) else None
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
