"""Forgetting what has done its work: sent and heard messages after two weeks, old answers and limits."""

import threading

from sqlalchemy import text

from shared import answers, limits
from shared.database import Database

INTERVAL = 3600.0
"""Seconds between two rounds."""
STEP = 1000
"""Rows deleted in one transaction, so that nobody waits for it."""
OLD = {
    "outbox": "published_at < now() - interval '14 days'",
    "inbox": "state = 'done' AND done_at < now() - interval '14 days'",
}
"""For two weeks a second delivery of a message is recognised."""


def run(database: Database, stop: threading.Event) -> None:
    """Tidy each hour until `stop` is set."""
    while not stop.is_set():
        tidy(database)
        stop.wait(INTERVAL)


def tidy(database: Database) -> None:
    """Delete all that is old enough, in small steps."""
    for table, old in OLD.items():
        while _delete(database, table, old) == STEP:
            pass
    with database.transaction() as session:
        answers.forget_old(session)
        limits.forget_old(session)


def _delete(database: Database, table: str, old: str) -> int:
    """Delete one step of old rows and return how many there were."""
    some = f"SELECT ctid FROM {table} WHERE {old} LIMIT :step"  # noqa: S608 - both are our own words
    step = text(f"DELETE FROM {table} WHERE ctid = ANY(ARRAY({some})) RETURNING true")  # noqa: S608
    with database.transaction() as session:
        return len(session.execute(step, {"step": STEP}).all())
