"""Machines whose clocks are minutes apart send every message once, and at once."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.contracts.events import StaffSignInRequested
from tests.support.eventually import eventually
from tests.support.factories.notifications import Event, NewTown, Town, by_email, smtp_settings, working
from tests.support.machine import Process
from tests.support.services import environment
from tests.support.smtp import MailServer

ROOT = Path(__file__).parents[4]
WORK = """
import sys, time, time_machine
time_machine.travel(time.time() + {seconds}, tick=True).start()
from flask.cli import main
sys.argv[1:] = ["--app", "services.notifications.app", "work"]
main()
"""


@pytest.fixture(params=[300, -300], ids=["five minutes ahead", "five minutes behind"])
def wrong(request: pytest.FixtureRequest, new_town: NewTown, mail_server: MailServer, tmp_path: Path) -> Iterator[Town]:
    """A town one of whose two workers has a wrong clock; the mail server takes its time."""
    mail_server.behaviour, mail_server.seconds = "slow", 1.5
    town = new_town(**smtp_settings(mail_server.port))
    env = environment(
        "notifications", town.service.settings.database_url, TALKA_QUIET_HOURS="off", **smtp_settings(mail_server.port)
    )
    command = [sys.executable, "-c", WORK.format(seconds=request.param)]
    worker = Process(command, log=tmp_path / "wrong.log", env=env, cwd=ROOT)
    try:
        with working(town):
            yield town
    finally:
        worker.stop()


def test_no_worker_takes_another_s_messages_for_lost_because_of_its_clock(wrong: Town, mail_server: MailServer) -> None:
    event = Event()
    wrong.hear_event(event, event.published())
    for number in range(60):
        wrong.arrive(event.confirmed(contact=by_email(email=f"ona{number}@example.lt")))
    eventually(lambda: len(wrong.messages(state="accepted")) == 60, seconds=60)
    assert {row.attempts for row in wrong.messages()} == {1}
    assert "notifications.message.failed" not in wrong.published()
    assert len({str(mail["To"]) for mail in mail_server.mails}) == len(mail_server.mails) == 60


def test_what_a_machine_says_that_is_ahead_is_passed_on_at_once(town: Town) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=5)
    town.hear(StaffSignInRequested(contact=by_email(), link="x", expires_at=ahead), at=ahead)
    town.send()
    assert town.fates() == [("staff_sign_in", "delivered", None)]
