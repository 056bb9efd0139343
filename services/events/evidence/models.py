"""What evidence keeps of its own: what volunteers tell of help and notifications of campaigns, without persons."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.evidence.domain import ASSISTANCE, ENDED
from services.events.mediation.domain import TargetGroup
from services.events.tables import Base, one_of
from shared.languages import LANGUAGES


class AssistanceFact(Base):
    """A request for help, as `volunteers` tells of it; `id` is the request's, `asked_on` a day in Lithuania.

    `outcome` is empty as long as it has not ended; `version` is that of the message by which it did, `counted_version`
    that of the message that said last whose need it is.
    """

    __tablename__ = "assistance_facts"
    __table_args__ = (
        one_of("kind", tuple(ASSISTANCE)),
        one_of("target_group", tuple(TargetGroup)),
        one_of("language", LANGUAGES),
        one_of("outcome", ("", *ENDED)),
        CheckConstraint("minutes >= 0", name="minutes"),
        Index("ix_assistance_facts_organisation_id_asked_on", "organisation_id", "asked_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(Text)
    target_group: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(Text, server_default=text("''"))
    reason: Mapped[str] = mapped_column(Text, server_default=text("''"))
    minutes: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("0"))
    counted_version: Mapped[int] = mapped_column(server_default=text("0"))


class CampaignFact(Base):
    """A campaign, as `notifications` tells of it; `id` is the campaign's, `began_on` a day in Lithuania.

    `counts` holds objects of `target_group`, `language`, `outcome` and `number`: to how many addresses it went.
    `version` is that of the message by which they came.
    """

    __tablename__ = "campaign_facts"
    __table_args__ = (Index("ix_campaign_facts_organisation_id_began_on", "organisation_id", "began_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    topic: Mapped[str] = mapped_column(Text)
    began_on: Mapped[date]
    counts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    version: Mapped[int]
