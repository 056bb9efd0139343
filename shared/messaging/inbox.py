"""The inbox: messages received, each stored once, worked off by the worker; and the parking for unreadable ones."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Identity, Index, Integer, LargeBinary, Text, func, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from shared.contracts.envelope import Unreadable, decode
from shared.database import ring


class InboxColumns:
    """Columns of a service's `inbox` table; a row is `new`, `done` or `parked`.

    Done rows stay for a while: they are the memory that makes a second delivery harmless.
    """

    __tablename__ = "inbox"

    source: Mapped[str] = mapped_column(Text, primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    type: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    state: Mapped[str] = mapped_column(Text, server_default=text("'new'"))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    next_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_error: Mapped[str | None] = mapped_column(Text)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[CheckConstraint | Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """Only waiting and parked rows are indexed."""
        return (
            CheckConstraint("state IN ('new', 'done', 'parked')", name="state"),
            Index("ix_inbox_waiting", "seq", postgresql_where=text("state = 'new'")),
            Index("ix_inbox_parked", "seq", postgresql_where=text("state = 'parked'")),
            Index("ix_inbox_done_at", "done_at", postgresql_where=text("state = 'done'")),
        )


class ParkingColumns:
    """Columns of a service's `parking` table: bytes that never became a message, with the reason."""

    __tablename__ = "parking"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    parked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class SubscriptionColumns:
    """Columns of a service's `subscriptions` table: what it listens to, as bindings say it in the broker.

    Only the transport without a broker asks it.
    """

    __tablename__ = "subscriptions"

    pattern: Mapped[str] = mapped_column(Text, primary_key=True)


STORE = text(
    "INSERT INTO inbox (source, event_id, type, body) SELECT source, id, type, body "
    "FROM json_to_recordset(:messages) AS message (source text, id uuid, type text, body text) "
    "ON CONFLICT DO NOTHING"
)
"""One JSON value: PostgreSQL's driver would spend ten times as long on quoting arrays of texts."""
PARK = text("INSERT INTO parking (id, reason, payload) VALUES (:id, :reason, :payload)")


def receive(session: Session, bodies: Iterable[str | bytes]) -> None:
    """Store received messages, each only once however often it arrives; park what no one can read."""
    seen: list[dict[str, str]] = []
    for body in bodies:
        try:
            envelope = decode(body)
        except Unreadable as error:
            park(session, body, str(error))
        else:
            content = body if isinstance(body, str) else body.decode()
            seen.append({"source": envelope.source, "id": str(envelope.id), "type": envelope.type, "body": content})
    if seen:
        session.execute(STORE, {"messages": json.dumps(seen, ensure_ascii=False)})
    ring(session, "inbox")


def park(session: Session, body: str | bytes, reason: str) -> None:
    """Put bytes aside that are no message, or none that can be stored."""
    payload = body.encode(errors="surrogateescape") if isinstance(body, str) else bytes(body)
    session.execute(PARK, {"id": uuid7(), "reason": reason, "payload": payload})
