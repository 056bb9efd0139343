"""Answers already given: what makes a repeated request harmless. Kept in the transaction of the change they answer.

Beside them lies, for an hour, what somebody typed that was too long for their browser to keep.

The table holds digests and sealed answers only: whoever reads it learns neither keys nor persons.
"""

from datetime import datetime

from sqlalchemy import DateTime, Index, LargeBinary, Text, func, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from shared.errors import Conflict, Invalid, _


class AnswerColumns:
    """Columns of a service's `answers` table.

    `scope` is a digest of who asked for what under which key, `request` one of the body; `answer` is sealed.
    """

    __tablename__ = "answers"

    scope: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """The old ones are looked for to be forgotten."""
        return (Index("ix_answers_made_at", "made_at"),)


class StillWorking(Conflict):
    """The first request under this key has not been answered yet; `retry_after` is in seconds."""

    code = "still-working"
    title = _("The same request is still being worked on. Please try again in a moment.")
    retry_after = 1


class KeyUsedOtherwise(Invalid):
    """The key belongs to another request."""

    code = "key-used-otherwise"
    title = _("This was already sent with other details. Load the page again to send something new.")


FIND = text(
    "SELECT pg_try_advisory_xact_lock(:lock) AS mine, answers.request, answers.answer "
    "FROM (SELECT) AS always LEFT JOIN answers "
    "ON answers.scope = :scope AND answers.made_at > now() - interval '24 hours'"
)
WAIT = text("SELECT pg_advisory_xact_lock(:lock)")
KEEP = text(
    "INSERT INTO answers (scope, request, answer) VALUES (:scope, :request, :answer) "
    "ON CONFLICT (scope) DO UPDATE SET request = excluded.request, answer = excluded.answer, made_at = now() "
    "WHERE answers.made_at <= now() - interval '24 hours' RETURNING true"
)
LAY_BY = text(
    "INSERT INTO answers (scope, request, answer) VALUES (:scope, '', :sealed) "
    "ON CONFLICT (scope) DO UPDATE SET answer = excluded.answer, made_at = now()"
)
LAID_BY = text("SELECT answer FROM answers WHERE scope = :scope AND made_at > now() - interval '1 hour'")
FORGET = text("DELETE FROM answers WHERE made_at <= now() - interval '24 hours'")


def find(session: Session, scope: bytes, request: bytes, *, patient: bool) -> str | None:
    """The sealed answer given within 24 hours, or None; then the scope is ours until the transaction ends.

    While another transaction has it, a patient asker waits for its end; else StillWorking is raised.
    Raises KeyUsedOtherwise if the request differs.
    """
    lock = int.from_bytes(scope[:8], "big", signed=True)
    if patient:
        session.execute(WAIT, {"lock": lock})
    row = session.execute(FIND, {"lock": lock, "scope": scope}).one()
    if row.request is None:
        if not row.mine:
            raise StillWorking
        return None
    if bytes(row.request) != request:
        raise KeyUsedOtherwise
    return str(row.answer)


def keep(session: Session, scope: bytes, request: bytes, answer: str) -> None:
    """Store the answer beside the change. Raises StillWorking if somebody else stored one since we looked.

    That happens when the other's commit falls between the snapshot and the lock of `find`; the primary key decides.
    """
    if session.execute(KEEP, {"scope": scope, "request": request, "answer": answer}).first() is None:
        raise StillWorking


def lay_by(session: Session, scope: bytes, sealed: str) -> None:
    """Keep something sealed for an hour, in place of what lay there under this scope, which no answer may have."""
    session.execute(LAY_BY, {"scope": scope, "sealed": sealed})


def laid_by(session: Session, scope: bytes) -> str | None:
    """What lies there under this scope; None once its hour is over."""
    found: str | None = session.scalar(LAID_BY, {"scope": scope})
    return found


def forget_old(session: Session) -> None:
    """Delete the answers older than 24 hours."""
    session.execute(FORGET)
