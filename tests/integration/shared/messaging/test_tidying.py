import threading

import pytest

from shared.messaging import tidying
from shared.messaging.tidying import run, tidy
from tests.support.eventually import eventually
from tests.support.town import Side, Town

SENT = """
INSERT INTO outbox (id, type, body, published_at)
SELECT gen_random_uuid(), 'x', '', now() - make_interval(days => age) FROM generate_series(1, 30) AS age
"""
RECEIVED = """
INSERT INTO inbox (source, event_id, type, body, state, done_at, received_at)
SELECT 'x', gen_random_uuid(), :state, '', :state, CASE :state WHEN 'done' THEN now() - make_interval(days => age) END,
  now() - make_interval(days => age) FROM generate_series(1, 30) AS age
"""


@pytest.fixture
def side(local_town: Town) -> Side:
    return local_town.hearer


def test_what_was_sent_or_heard_two_weeks_ago_is_forgotten_and_nothing_else(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "STEP", 5)
    side.change(SENT)
    side.tell("unsent")
    side.change("UPDATE outbox SET created_at = now() - interval '1 year'")
    for state in ("new", "done", "parked"):
        side.change(RECEIVED, state=state)
    tidy(side.database)
    assert side.ask("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL") == 13
    assert side.unsent() == 1
    assert [side.inbox(state) for state in ("new", "done", "parked")] == [30, 13, 30]


def test_old_answers_and_limits_are_forgotten(side: Side) -> None:
    side.change(
        "INSERT INTO answers (scope, request, answer, made_at) VALUES "
        "('old', '', '', now() - interval '2 days'), ('new', '', '', now())"
    )
    side.change(
        "INSERT INTO limits (name, who, used, until) VALUES "
        "('x', 'old', 1, now() - interval '1 minute'), ('x', 'new', 1, now() + interval '1 minute')"
    )
    tidy(side.database)
    assert side.ask("SELECT count(*) FROM answers") == 1
    assert side.ask("SELECT count(*) FROM limits") == 1


def test_tidying_goes_on_until_told_to_end(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "INTERVAL", 0.05)
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(side.database, stop))
    thread.start()
    for _ in range(2):
        side.change(SENT)
        eventually(lambda: side.ask("SELECT min(published_at) > now() - interval '14 days' FROM outbox"))
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
