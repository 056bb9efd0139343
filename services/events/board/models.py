"""Tables of the board. People's texts are JSONB, one text per language."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.board.domain import LONGEST, SHOWN, Category, State
from services.events.tables import MOMENT, Base, one_of
from shared.languages import LANGUAGES

EMPTY = text("''")
NONE_YET = text("'{}'")


class Post(Base):
    """News of an organisation that expires; `version` counts its changes.

    `proposed` is what shall replace the facts of a published post once the lead has approved it; `reason` is why the
    lead has sent the post or that change back, empty while nobody has. `machine_made` holds the languages whose texts
    no person has checked, `outdated` those whose texts are older than the Lithuanian ones. `appears_at` is since when
    it is seen, `shown_at` when what is seen changed last; `changed_at` when anything of the row did, so also when it
    was taken off the board. `written_by` is who of the staff wrote it or changed it last.
    """

    __tablename__ = "posts"
    __table_args__ = (
        one_of("category", tuple(Category)),
        one_of("state", tuple(State)),
        CheckConstraint("title <> '{}'", name="title"),
        CheckConstraint(f"until_on BETWEEN from_on AND from_on + {LONGEST - 1}", name="until_on"),
        Index("ix_posts_organisation_id_id", "organisation_id", "id"),
        Index("ix_posts_appears_at_id", "appears_at", "id", postgresql_where=text("state = 'published'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    category: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    body: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=NONE_YET)
    link: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    machine_made: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    outdated: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    from_on: Mapped[date]
    until_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, server_default=text("'draft'"))
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    appears_at: Mapped[datetime | None] = mapped_column(MOMENT)
    shown_at: Mapped[datetime | None] = mapped_column(MOMENT)
    changed_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now(), onupdate=func.now())


class BoardSubscription(Base):
    """Somebody who wants news by e-mail, for as long as they want it; then the row is deleted.

    Digests of the tokens in its two links are kept. `confirmed_at` is empty until the address has proved to be
    theirs. News since `told_until` is still to be sent; `digests` counts what was.
    """

    __tablename__ = "board_subscriptions"
    __table_args__ = (
        one_of("language", LANGUAGES),
        CheckConstraint("email = lower(email)", name="email"),
        Index("ix_board_subscriptions_email", "email"),
        Index(
            "uq_board_subscriptions_confirmed", "email", unique=True, postgresql_where=text("confirmed_at IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text))
    confirm_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    stop_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    asked_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    confirmed_at: Mapped[datetime | None] = mapped_column(MOMENT)
    told_until: Mapped[datetime | None] = mapped_column(MOMENT)
    digests: Mapped[int] = mapped_column(server_default=text("0"))


class BoardDigest(Base):
    """One digest that carried news of an organisation: counted for evidence, and nobody's. A day of Lithuania.

    A row each, since a counter that all Monday's digests raise would let them wait for one another.
    """

    __tablename__ = "board_digests"
    __table_args__ = (
        one_of("language", LANGUAGES),
        Index("ix_board_digests_organisation_id_sent_on", "organisation_id", "sent_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    sent_on: Mapped[date]
    language: Mapped[str] = mapped_column(Text)


class WidgetLoad(Base):
    """How often the widget of an organisation's site asked for its data on a day of Lithuania; without persons.

    `organisation_id` is empty for sites that do not say whose they are.
    """

    __tablename__ = "widget_loads"
    __table_args__ = (
        one_of("what", SHOWN),
        one_of("language", LANGUAGES),
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("day", "organisation_id", "what", "language", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    what: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(BigInteger)
