"""The clock of help to one person goes on, and a worker dies at each step."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.listeners import due
from services.volunteers.assistance.operations.asking import GIVE_UP, REPEAT, WAVE
from services.volunteers.assistance.operations.telling import OTHER_WAY, WITHDRAW
from shared.database import Database
from tests.support.factories.assistance import LINKS

NEXT = text(
    "SELECT kind, subject_id, due_at FROM due WHERE kind = ANY(:kinds) ORDER BY due_at, kind, subject_id LIMIT 1"
)
DONE = text("DELETE FROM due WHERE kind = :kind AND subject_id = :subject_id")


class Killed(Exception):
    """The worker dies before it commits."""


def run(database: Database, until: datetime) -> None:
    """Let the clock go on: each row is begun by a worker that dies, and done by the next one, which knows nothing."""
    while True:
        with database.reading() as session:
            row = session.execute(NEXT, {"kinds": [WAVE, OTHER_WAY, GIVE_UP, REPEAT, WITHDRAW]}).one_or_none()
        if row is None or row.due_at > until:
            return
        with suppress(Killed), database.transaction() as session:
            work(session, row)
            raise Killed
        with database.transaction() as session:
            work(session, row)


def work(session: Session, row: Row[tuple[str, UUID, datetime]]) -> None:
    """Do a row as the worker does it, at its moment."""
    session.info["moment"] = row.due_at
    session.execute(DONE, {"kind": row.kind, "subject_id": row.subject_id})
    due(LINKS)[row.kind](session, row.subject_id)
