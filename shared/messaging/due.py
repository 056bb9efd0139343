"""Due rows: time as data. What must happen at a moment is a row that a worker claims; a restart loses none."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Integer, Text, column, delete, func, table, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from shared.database import ring


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
    new = insert(DUE).values(kind=kind, subject_id=subject_id, due_at=due_at, attempts=0)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["kind", "subject_id"], set_={"due_at": due_at, "attempts": 0, "last_error": None}
        )
    )
    ring(session, "due")


def unschedule(session: Session, kind: str, subject_id: UUID) -> None:
    """Forget it; nothing happens if it is not there."""
    session.execute(delete(DUE).where(DUE.c.kind == kind, DUE.c.subject_id == subject_id))
