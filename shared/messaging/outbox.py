"""The outbox: what happened, written in the transaction in which it happened. The relay carries it on.

Nothing is published from request code; a row here is the promise that the others will hear.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity, Index, Integer, Text, column, func, insert, table, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from shared.contracts.envelope import Message, wrap
from shared.database import ring
from shared.logs import correlation_id


class OutboxColumns:
    """Columns of a service's `outbox` table; `body` is the CloudEvent exactly as it goes out."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    type: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    next_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    last_error: Mapped[str | None] = mapped_column(Text)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """Only waiting rows are indexed, so that the sent ones cost the relay nothing."""
        return (
            Index("ix_outbox_waiting", "seq", postgresql_where=text("published_at IS NULL")),
            Index("ix_outbox_published_at", "published_at", postgresql_where=text("published_at IS NOT NULL")),
        )


OUTBOX = table("outbox", column("id"), column("type"), column("body"))


def row(service: str, message: Message, *, subject: UUID, version: int) -> dict[str, Any]:
    """The outbox row for a message, for statements that write it together with other rows."""
    envelope = wrap(service, message, subject=subject, version=version, correlation_id=correlation_id())
    return {"id": envelope.id, "type": envelope.type, "body": envelope.encode()}


def publish(session: Session, message: Message, *, subject: UUID, version: int) -> None:
    """Tell the others, if and only if this transaction is committed.

    `subject` is the thing the message is about and `version` counts its changes; the publishing service is
    the first word of the message's type.
    """
    service = message.type.split(".", 1)[0]
    session.execute(insert(OUTBOX), row(service, message, subject=subject, version=version))
    ring(session, "outbox")
