"""Limits of tries, counted in the database: any number of processes together let through no more than one would."""

from datetime import datetime

from sqlalchemy import DateTime, Index, Integer, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from shared.errors import TooMany


class LimitColumns:
    """Columns of a service's `limits` table; `who` is a digest of an address, a phone or a network address."""

    __tablename__ = "limits"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    who: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    used: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands in the class
        """The ended ones are looked for to be forgotten."""
        return (Index("ix_limits_until", "until"),)


SPEND = text(
    "INSERT INTO limits AS l (name, who, used, until) VALUES (:name, :who, 1, now() + make_interval(secs => :seconds)) "
    "ON CONFLICT (name, who) DO UPDATE SET "
    "used = CASE WHEN l.until <= now() THEN 1 ELSE least(l.used + 1, :most + 1) END, "
    "until = CASE WHEN l.until <= now() THEN excluded.until ELSE l.until END "
    "RETURNING used, ceil(extract(epoch FROM until - now())) AS seconds"
)
FORGET = text("DELETE FROM limits WHERE until <= now()")


def spend(session: Session, name: str, who: bytes, *, most: int, seconds: int) -> int | None:
    """Count one try of `who`; None if it is among the `most` of the running window, else the seconds until the next is.

    Nothing is raised here, because the refused try must be committed like any other.
    """
    row = session.execute(SPEND, {"name": name, "who": who, "most": most, "seconds": seconds}).one()
    return max(1, int(row.seconds)) if row.used > most else None


def refuse(seconds: int | None) -> None:
    """Raise TooMany if the try was one too many; to be called when it has been committed."""
    if seconds is not None:
        raise TooMany(retry_after=seconds)


def forget_old(session: Session) -> None:
    """Delete the windows that have ended."""
    session.execute(FORGET)
