"""What waits for a person: messages whose listener failed to the end, and bytes that nobody could read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database import ring
from shared.errors import NotFound
from shared.messaging.inbox import receive

LIST = text(
    "SELECT event_id AS id, type, last_error AS reason, received_at, attempts FROM inbox WHERE state = 'parked' "
    "UNION ALL SELECT id, '', reason, parked_at, 0 FROM parking ORDER BY received_at LIMIT :limit"
)
UNPARK = "UPDATE inbox SET {} WHERE state = 'parked' AND event_id = :id RETURNING true"
RENEW = text(UNPARK.format("state = 'new', attempts = 0, next_at = now()"))
DROP = text(UNPARK.format("state = 'done', done_at = now()"))
TAKE = text("DELETE FROM parking WHERE id = :id RETURNING payload")


@dataclass(frozen=True, kw_only=True)
class Parked:
    """One thing that waits; `type` is empty for unreadable bytes."""

    id: UUID
    type: str
    reason: str
    received_at: datetime
    attempts: int


def parked(session: Session, limit: int = 100) -> list[Parked]:
    """What waits, oldest first."""
    return [Parked(**row) for row in session.execute(LIST, {"limit": limit}).mappings()]


def replay(session: Session, id: UUID) -> None:
    """Try again from the beginning, under the same id, so that nothing is heard twice. Raises NotFound."""
    if session.execute(RENEW, {"id": id}).first() is None:
        receive(session, [_taken(session, id)])
    ring(session, "inbox")


def drop(session: Session, id: UUID) -> None:
    """Let it be: a message counts as heard from now on, bytes are deleted. Raises NotFound."""
    if session.execute(DROP, {"id": id}).first() is None:
        _taken(session, id)


def _taken(session: Session, id: UUID) -> bytes:
    payload = session.execute(TAKE, {"id": id}).scalar()
    if payload is None:
        raise NotFound(id=str(id))
    return bytes(payload)
