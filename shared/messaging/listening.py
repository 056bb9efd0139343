"""Working off the inbox: each message is heard in one transaction with all that it causes, or tried again later.

A failure costs only the message that fails: it is tried ten times over some hours, then parked with its reason.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from shared.contracts.envelope import Envelope, Message, Unreadable, decode
from shared.database import Database
from shared.logs import correlated, log
from shared.messaging.failures import told, where
from shared.messaging.service import Service

LADDER = (0.2, 1, 5, 30, 120, 600, 1800, 3600, 7200)
"""Seconds to wait after each failed try; after one more the message is parked."""
BATCH = 50

COLUMNS = "SELECT source, event_id, type, body, attempts FROM inbox WHERE state = 'new' AND "
CLAIM = text(COLUMNS + "next_at <= now() ORDER BY seq LIMIT :limit FOR UPDATE SKIP LOCKED")
CLAIM_ONE = text(COLUMNS + "source = :source AND event_id = :event_id FOR UPDATE SKIP LOCKED")
DONE = text(
    "UPDATE inbox SET state = 'done', done_at = now(), last_error = NULL FROM unnest"
    "(CAST(:sources AS text[]), CAST(:ids AS uuid[])) AS heard (source, event_id) "
    "WHERE inbox.source = heard.source AND inbox.event_id = heard.event_id AND state = 'new'"
)
PUT_OFF = text(
    "UPDATE inbox SET attempts = attempts + 1, last_error = :reason, next_at = now() + make_interval(secs => :wait) "
    "WHERE source = :source AND event_id = :event_id AND state = 'new'"
)
PARK = text(
    "UPDATE inbox SET attempts = attempts + 1, last_error = :reason, state = 'parked' "
    "WHERE source = :source AND event_id = :event_id AND state = 'new'"
)
NEXT = text("SELECT extract(epoch FROM min(next_at) - now()) FROM inbox WHERE state = 'new'")


def process_inbox(service: Service, limit: int = BATCH) -> int:
    """Hear the oldest waiting messages, at most `limit`, and return how many were dealt with.

    All are heard in one transaction; if one fails, each is heard again in a transaction of its own.
    Raises sqlalchemy.exc.DBAPIError when the database is away.
    """
    return _work(service, CLAIM, {"limit": limit})


def _work(service: Service, claim: TextClause, which: dict[str, Any]) -> int:
    rows: list[Row[Any]] = []
    try:
        with service.database.transaction() as session:
            rows += session.execute(claim, which)
            _hear(service, session, rows)
    except Exception as error:
        if not rows:
            raise
        if len(rows) == 1:
            _put_off(service.database, rows[0], error)
        else:
            for row in rows:
                _work(service, CLAIM_ONE, {"source": row.source, "event_id": row.event_id})
    return len(rows)


def _hear(service: Service, session: Session, rows: Sequence[Row[Any]]) -> None:
    kinds = {message.type: message for message in service.subscriptions}
    for row in rows:
        try:
            envelope, message = _read(kinds, row.body)
        except Unreadable as error:
            _park(session, row, str(error))
            continue
        with correlated(envelope.correlation_id):
            service.subscriptions[type(message)](session, message, envelope)
            session.flush()
        session.expire_all()  # the next one looks for itself
    session.execute(DONE, {"sources": [row.source for row in rows], "ids": [row.event_id for row in rows]})


def _read(kinds: Mapping[str, type[Message]], body: str) -> tuple[Envelope, Message]:
    envelope = decode(body)
    if envelope.type not in kinds:
        raise Unreadable(f"{envelope.type}: nobody here listens to it")
    return envelope, kinds[envelope.type].load(envelope.data)


def _put_off(database: Database, row: Row[Any], error: Exception) -> None:
    """Try again later, or park it after the last try."""
    with database.transaction() as session:
        if row.attempts < len(LADDER):
            wait = {"wait": LADDER[row.attempts], "reason": told(error)}
            session.execute(PUT_OFF, wait | {"source": row.source, "event_id": row.event_id})
        else:
            _park(session, row, told(error))
    log().warning("message_failed", id=str(row.event_id), type=row.type, attempts=row.attempts + 1, **where(error))


def _park(session: Session, row: Row[Any], reason: str) -> None:
    session.execute(PARK, {"reason": reason, "source": row.source, "event_id": row.event_id})
    log().error("message_parked", id=str(row.event_id), type=row.type)
