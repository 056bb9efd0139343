"""The samples let two messages to many begin, once and when their organisation is known, to the built-in phone."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from uuid_utils.compat import uuid7

from services.notifications import app as notifications_app
from services.notifications.campaigns.operations.counting import COUNT
from services.notifications.campaigns.operations.samples import SAMPLES
from services.notifications.campaigns.operations.spreading import SPREAD
from shared.languages import LANGUAGES
from tests.support.clock import VILNIUS
from tests.support.factories.notifications import Event, Town, web_side

JONAS = uuid7()
"""Who lets them begin."""
FILE = Path(notifications_app.__file__).parent / "samples/campaigns.toml"


def centre(event: Event) -> Any:
    return event.published().__class__(**vars(event.published()) | {"organisation": sample()["organisation"]})


def sample() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text())


def test_two_messages_go_to_who_agreed_once_their_organisation_is_known(town: Town) -> None:
    with web_side(town) as app:
        load(app)
        town.do_all_due(SAMPLES)
        assert town.rows("SELECT 1 FROM campaigns") == []
        event = Event()
        town.hear_event(event, centre(event))
        for _ in range(2):
            load(app)
            town.do_all_due(SAMPLES)
    town.do_all_due(SPREAD)
    town.send()
    town.do_all_due(COUNT)
    rows = town.rows("SELECT begins_at, state FROM campaigns ORDER BY begins_at")
    now = datetime.now(VILNIUS)
    assert [row.state for row in rows] == ["sent", "sent"]
    last_month = (now.replace(day=1) - timedelta(days=1)).month
    assert rows[0].begins_at.astimezone(VILNIUS).month == last_month
    assert (now - rows[1].begins_at).total_seconds() < 60
    fates = {row.state for row in town.rows("SELECT state FROM messages WHERE purpose = 'campaign'")}
    assert fates <= {"delivered", "failed", "queued"}, "at night they wait for the morning"
    assert "failed" in fates
    assert {row.who for row in town.rows("SELECT who FROM audit WHERE what = 'campaign_approved'")} == {JONAS}


def test_every_sample_message_is_written_in_all_languages() -> None:
    for campaign in sample()["campaigns"]:
        assert set(campaign["words"]) == set(LANGUAGES)


def load(app: Flask) -> None:
    """As `make run` does at its first start."""
    assert app.test_cli_runner().invoke(args=["samples", str(JONAS)]).exit_code == 0
