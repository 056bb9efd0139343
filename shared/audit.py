"""The audit: who did what to which thing. Each change by staff and each look at people's data leaves a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Text, func, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column
from uuid_utils.compat import uuid7


class AuditColumns:
    """Columns of a service's `audit` table; `subject` is the thing's id, never a name or an address."""

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    who: Mapped[UUID]
    what: Mapped[str] = mapped_column(Text)
    subject: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """A thing's history is looked for."""
        return (Index("ix_audit_subject_at", "subject", "at"),)


NOTE = text("INSERT INTO audit (id, who, what, subject) VALUES (:id, :who, :what, :subject)")


def audit(session: Session, who: UUID, what: str, subject: UUID) -> None:
    """Note that a staff member changed a thing or read people's data, in the same transaction."""
    session.execute(NOTE, {"id": uuid7(), "who": who, "what": what, "subject": subject})
