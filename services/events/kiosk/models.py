"""Tables of the kiosk: devices, who wants to be called, whether a helper comes, nameless counts, short addresses."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.kiosk.domain import Call, Coming, What
from services.events.tables import MOMENT, Base, one_of
from shared.languages import LANGUAGES


class Kiosk(Base):
    """A touch screen of an organisation. Digests alone are kept of the code that pairs a device, and of its cookie."""

    __tablename__ = "kiosks"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("(code_digest IS NULL) = (code_until IS NULL)", name="code"),
        Index("ix_kiosks_organisation_id", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    code_until: Mapped[datetime | None] = mapped_column(MOMENT)
    device_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    paired_at: Mapped[datetime | None] = mapped_column(MOMENT)
    seen_at: Mapped[datetime | None] = mapped_column(MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(MOMENT)
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())


class KioskCall(Base):
    """Somebody wants to be called; name and phone are wiped when their time is over."""

    __tablename__ = "kiosk_calls"
    __table_args__ = (
        one_of("language", LANGUAGES),
        one_of("state", tuple(Call)),
        Index("ix_kiosk_calls_organisation_id_asked_at", "organisation_id", "asked_at"),
        Index("ix_kiosk_calls_kiosk_id", "kiosk_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kiosk_id: Mapped[UUID | None] = mapped_column(ForeignKey("kiosks.id"))
    asked_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text, server_default=text("''"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'open'"))
    answered_at: Mapped[datetime | None] = mapped_column(MOMENT)


class KioskHelp(Base):
    """Somebody at the screen waits for a helper; `id` is the request's, `version` that of the newest message of it.

    `goes_on`: nobody comes just now, but they can be called, and are while somebody may still be found.
    """

    __tablename__ = "kiosk_helps"
    __table_args__ = (one_of("state", tuple(Coming)),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text, server_default=text("'asked'"))
    version: Mapped[int] = mapped_column(server_default=text("0"))
    asked_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    goes_on: Mapped[bool] = mapped_column(server_default=text("false"))


class KioskCount(Base):
    """How often something happened on a day in a language; `thing` is the door, the service or the kind of request."""

    __tablename__ = "kiosk_counts"
    __table_args__ = (one_of("language", LANGUAGES), one_of("what", tuple(What)))

    kiosk_id: Mapped[UUID] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    what: Mapped[str] = mapped_column(Text, primary_key=True)
    thing: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int]


class KioskMissed(Base):
    """A word that found nothing in a month: its seal, and from the second day on how it is typed."""

    __tablename__ = "kiosk_missed"
    __table_args__ = (CheckConstraint("extract(day FROM month) = 1", name="month"),)

    kiosk_id: Mapped[UUID] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    first_day: Mapped[date]
    times: Mapped[int]
    word: Mapped[str | None] = mapped_column(Text)


class ShortAddress(Base):
    """A few characters that lead to a service's public page."""

    __tablename__ = "kiosk_short_addresses"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("directory_services.id", ondelete="CASCADE"), unique=True)
