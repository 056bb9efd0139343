"""Due rows: time as data. What must happen at a moment is a row that a worker claims; a restart loses none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, Integer, Row, Text, TextClause, column, delete, func, select, table, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from shared.database import ring
from shared.logs import correlated, log
from shared.messaging.failures import told, where
from shared.messaging.service import Service


class DueColumns:
    """Columns of a service's `due` table: one row for each kind of thing and subject. The row goes when it is done."""

    __tablename__ = "due"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    last_error: Mapped[str | None] = mapped_column(Text)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """The worker asks for what is due first."""
        return (Index("ix_due_due_at", "due_at"),)


DUE = table("due", column("kind"), column("subject_id"), column("due_at"), column("attempts"), column("last_error"))


def schedule(session: Session, kind: str, subject_id: UUID, due_at: datetime) -> None:
    """Let the handler of `kind` run for this subject at `due_at` (with offset); a second call moves the moment."""
    schedule_all(session, kind, {subject_id: due_at})


def schedule_all(session: Session, kind: str, moments: Mapping[UUID, datetime]) -> None:
    """The same for many subjects, each with its moment."""
    if not moments:
        return
    new = insert(DUE)
    moved = {"due_at": new.excluded.due_at, "attempts": 0, "last_error": None}
    rows = [{"kind": kind, "subject_id": id_, "due_at": due_at, "attempts": 0} for id_, due_at in moments.items()]
    session.execute(new.on_conflict_do_update(index_elements=["kind", "subject_id"], set_=moved), rows)
    ring(session, "due")


def unschedule(session: Session, kind: str, subject_id: UUID) -> None:
    """Forget it; nothing happens if it is not there, or if a worker has begun it.

    Such a worker waits for the rows that the caller has locked, so it is not waited for: two that wait for each other
    would end with an error for one of them. Its handler looks at those rows when it gets them.
    """
    this = select(DUE.c.kind).where(DUE.c.kind == kind, DUE.c.subject_id == subject_id)
    free = this.with_for_update(skip_locked=True, key_share=True).exists()
    session.execute(delete(DUE).where(DUE.c.kind == kind, DUE.c.subject_id == subject_id, free))


TAKE = """
WITH taken AS MATERIALIZED (
  SELECT kind, subject_id FROM due WHERE due_at <= now() AND {} ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED
)
DELETE FROM due USING taken WHERE due.kind = taken.kind AND due.subject_id = taken.subject_id
RETURNING due.kind, due.subject_id, due.due_at, due.attempts
"""
ANY = text(TAKE.format("true"))
THIS = text(TAKE.format("kind = :kind AND subject_id = :subject_id"))
PUT_OFF = text(
    "UPDATE due SET attempts = attempts + 1, last_error = :reason, "
    "due_at = now() + make_interval(secs => least(600, power(2, attempts))) "
    "WHERE kind = :kind AND subject_id = :subject_id AND due_at <= now()"
)
NEXT = text("SELECT extract(epoch FROM min(due_at) - now()) FROM due")
BATCH = 50


class NobodyDoesThis(Exception):
    """The service has no handler for this kind of due row."""


def process_due(service: Service, limit: int = BATCH) -> int:
    """Do what is due, oldest first, at most `limit`, and return how many rows were dealt with.

    A row is deleted before its handler runs, in the same transaction, so that the handler may schedule it anew.
    One that fails costs only itself and is tried again, at most ten minutes later, for ever.
    Raises sqlalchemy.exc.DBAPIError when the database is away.
    """
    return _work(service, ANY, {"limit": limit})


def _work(service: Service, take: TextClause, which: dict[str, Any]) -> int:
    rows: list[Row[Any]] = []
    try:
        with service.database.transaction() as session:
            rows += sorted(session.execute(take, which), key=lambda row: row.due_at)
            for row in rows:
                _do(service, session, row)
    except Exception as error:
        if not rows:
            raise
        if len(rows) == 1:
            _put_off(service, rows[0], error)
        else:
            for row in rows:
                _work(service, THIS, {"kind": row.kind, "subject_id": row.subject_id, "limit": 1})
    return len(rows)


def _do(service: Service, session: Session, row: Row[Any]) -> None:
    if row.kind not in service.due:
        raise NobodyDoesThis(row.kind)
    with correlated(None):
        service.due[row.kind](session, row.subject_id)
        session.flush()
    session.expire_all()  # the next one looks for itself


def _put_off(service: Service, row: Row[Any], error: Exception) -> None:
    with service.database.transaction() as session:
        session.execute(PUT_OFF, {"kind": row.kind, "subject_id": row.subject_id, "reason": told(error)})
    facts = {"kind": row.kind, "subject_id": str(row.subject_id), "attempts": row.attempts + 1}
    log().warning("due_failed", **facts, **where(error))
