"""Tables of invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.invitations.domain import LARGEST, Answer
from services.events.tables import MOMENT, Base, one_of
from shared.languages import LANGUAGES

EMPTY = text("''")


class Invitation(Base):
    """A partner's representative who is asked to come to a date; `version` counts how often they were written to.

    `answer` is empty until they have said something; `people` is how many come then, `other_name` who comes instead.
    `addresses` is how many they had here so far: the link that went to a former one leads nowhere.
    `unreached_at` is when the last letter to them did not arrive. 90 days after the date names, address, words and link
    go: then `email` and `token_digest` are empty.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        one_of("language", LANGUAGES),
        one_of("answer", tuple(Answer)),
        CheckConstraint(f"people BETWEEN 0 AND {LARGEST}", name="people"),
        UniqueConstraint("occurrence_id", "email"),
        Index("ix_invitations_organisation_id", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrences.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    answer: Mapped[str | None] = mapped_column(Text)
    people: Mapped[int] = mapped_column(server_default=text("0"))
    other_name: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    words: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    addresses: Mapped[int] = mapped_column(server_default=text("1"))
    invited_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    answered_at: Mapped[datetime | None] = mapped_column(MOMENT)
    unreached_at: Mapped[datetime | None] = mapped_column(MOMENT)
