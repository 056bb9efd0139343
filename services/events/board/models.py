"""Tables of the board. People's texts are JSONB, one text per language."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.board.domain import LONGEST, Category, State
from services.events.tables import MOMENT, Base, one_of

EMPTY = text("''")
NONE_YET = text("'{}'")


class Post(Base):
    """News of an organisation that expires; `version` counts its changes.

    `proposed` is what shall replace the facts of a published post once the lead has approved it; `reason` is why the
    lead has sent the post or that change back, empty while nobody has. `machine_made` holds the languages whose texts
    no person has checked. `appears_at` is since when it is seen, `shown_at` when what is seen changed last.
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
    from_on: Mapped[date]
    until_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, server_default=text("'draft'"))
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    appears_at: Mapped[datetime | None] = mapped_column(MOMENT)
    shown_at: Mapped[datetime | None] = mapped_column(MOMENT)
