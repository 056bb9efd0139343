"""`make demo` against a running system, left in peace and killed on the way: it ends with the same table."""

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.support.embedded import ROOT, Embedded
from tests.support.eventually import eventually
from tests.support.machine import Process

TABLE = """
Stankus       sms   lt        registration confirmed, reminder 24h
Shevchenko    email uk        registration confirmed, reminder 24h
Mockus        sms   lt        registration confirmed, reminder 2h
Butkus        sms   lt        registration confirmed, event changed
Rūta          sms   lt        volunteer sign in, sign up confirmed, shift changed, shift cancelled
Oksana        email uk        volunteer sign in, sign up confirmed, shift changed, shift cancelled
James         sms   en        volunteer sign in, sign up confirmed, shift changed, shift cancelled
Darius        sms   lt        volunteer sign in
Petrenko      sms   uk        registration confirmed, registration cancelled
Al-Masri      sms   ar        registration confirmed, registration confirmed, event cancelled, event cancelled
Kovalenko     email uk        registration confirmed, event cancelled
Jonaitis      email lt        registration confirmed, event cancelled
Smith         email en        registration waitlisted, event cancelled
Ivanova       sms   ru        registration confirmed, event cancelled
Sokolov       email ru        registration waitlisted, registration promoted, event cancelled
Kazlauskienė  sms   lt-simple registration waitlisted, registration promoted, event cancelled
Brown         sms   en        registration waitlisted, registration cancelled
Rimkus        sms   lt        registration confirmed, event changed, registration cancelled
Bondarenko    email uk        registration confirmed, event changed, event cancelled
Volkov        sms   ru        registration confirmed, event changed, stop confirmed
"""
"""Who is told what, but for Haddad, whose reminder waits for the morning if the demonstration runs at night."""
ROW = re.compile(r"^(?P<who>.*?)  +(?:\S+\d\S*  +)?(?P<by>sms|email)  +(?P<language>\S+)  +(?P<what>\D.*?)  +\d+$")


def expected() -> Counter[tuple[str, ...]]:
    rows = [line.split(maxsplit=3) for line in TABLE.strip().splitlines()]
    return Counter((who, by, language, what) for who, by, language, several in rows for what in several.split(", "))


def told(output: str) -> Counter[tuple[str, ...]]:
    """The rows of the table at the end of the output; a name stands in its first row alone."""
    rows: Counter[tuple[str, ...]] = Counter()
    who = ""
    for row in filter(None, map(ROW.match, output.splitlines())):
        who = row["who"].split(",")[0].strip() or who
        if who != "Haddad":
            rows[who, row["by"], row["language"], row["what"]] += 1
    return rows


def played(talka: Embedded) -> Process:
    """The demonstration, begun."""
    log = talka.var.with_name(f"{talka.var.name}.demo.out")
    log.unlink(missing_ok=True)
    return Process([sys.executable, "-m", "deploy.embedded.demo"], log=log, env=dict(os.environ) | talka.env, cwd=ROOT)


@pytest.fixture
def deaf() -> Iterator[None]:
    """What we start is told to ignore Ctrl-C, as a shell does with `&`."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


def wait_for(demo: Process, line: str) -> None:
    eventually(lambda: line in demo.text(), seconds=90, every=0.01)


def wait_for_end(demo: Process, seconds: float) -> None:
    with suppress(AssertionError):
        eventually(lambda: not demo.running, seconds)
    assert not demo.running, demo.text()


def as_expected(demo: Process) -> None:
    wait_for_end(demo, seconds=170)
    assert "As expected." in demo.text(), demo.text()
    assert re.findall(r"^NO .*", demo.text(), re.MULTILINE) == []
    assert told(demo.text()) == expected()


@pytest.mark.timeout(300)
def test_everyone_is_told_what_concerns_them_once_and_in_their_language(talka: Embedded) -> None:
    as_expected(played(talka))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("step", ["3  Households", "6  The second date"])
def test_a_system_killed_on_the_way_and_started_again_tells_the_same(new_talka: Embedded, step: str) -> None:
    new_talka.start()
    demo = played(new_talka)
    try:
        wait_for(demo, step)
        new_talka.kill()
        assert demo.running  # so it was in the middle; whether a request of its own met the gap is the machine's matter
        new_talka.start()
        as_expected(demo)
    finally:
        demo.stop()


@pytest.mark.timeout(300)
def test_processes_killed_one_after_the_other_change_nothing(new_talka: Embedded) -> None:
    new_talka.start()
    demo = played(new_talka)
    try:
        for step, name in (("2", "talka-worker"), ("3", "talka-web"), ("5", "postgres"), ("8", "talka-worker")):
            wait_for(demo, f"\n{step}  ")
            new_talka.kill_all(name)
        as_expected(demo)
    finally:
        demo.stop()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_without_a_running_system_it_starts_one_and_ends_it(
    new_talka: Embedded, told: signal.Signals, deaf: None
) -> None:
    demo = played(new_talka)
    try:
        wait_for(demo, "\n1  ")
        os.kill(demo.pid, told)
        wait_for_end(demo, seconds=20)
    finally:
        with suppress(ProcessLookupError):
            demo.stop()
    assert "Traceback" not in demo.text()
    assert new_talka.processes() == []


def test_it_does_not_play_where_messages_reach_real_people(
    new_talka: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKA_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("TALKA_SMTP_SENDER", "talka@example.org")
    new_talka.start()
    refused = new_talka.command("deploy.embedded.demo")
    assert refused.returncode == 1
    assert "here email leaves this machine" in refused.stderr
