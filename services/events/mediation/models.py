"""Tables of mediation: referrals, and the help of volunteers that was asked for on their way."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.mediation.domain import HELP_NAMES, By, Consent, Kind, Reason, State, TargetGroup, WhyNot
from services.events.tables import MOMENT, Base, one_of
from shared.languages import LANGUAGES


class Referral(Base):
    """We help a person get a service of a provider. Purpose of all that is said of the person: this mediation alone.

    90 days after its end it is wiped (`wiped_at`): names, contacts, words and links go, what is counted stays.
    Service and provider are copied, since an entry of the directory may go; `shares` are codes of `domain.Shared`,
    `wanted` those of `domain.Kind` that will be needed on the way.
    `staff_id` is who entered or confirmed it, and hears of it unless a relative does (`asker_…`). `called_version` is
    the version that staff have told the person by phone.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        one_of("state", tuple(State)),
        one_of("by", tuple(By)),
        one_of("target_group", tuple(TargetGroup)),
        one_of("consent_how", tuple(Consent)),
        one_of("reason", tuple(Reason)),
        one_of("why_not", tuple(WhyNot)),
        one_of("channel", ("sms", "email", "none")),
        one_of("asker_channel", ("sms", "email", "none")),
        one_of("language", LANGUAGES),
        one_of("asker_language", LANGUAGES),
        one_of("provider_language", LANGUAGES),
        one_of("unreached", ("failed", "uncertain", "withdrawn")),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused"),
        CheckConstraint("(state = 'known') = (got_it IS NOT NULL)", name="known"),
        CheckConstraint("why_not IS NULL OR NOT got_it", name="got"),
        CheckConstraint(
            "wiped_at IS NULL OR num_nonnulls(name, phone, email, need, words, venue, asker_name, asker_phone, "
            "asker_email, provider_email, token_digest, answer_digest) = 0",
            name="wiped",
        ),
        UniqueConstraint("token_digest"),
        UniqueConstraint("answer_digest"),
        Index("ix_referrals_organisation_id_id", "organisation_id", "id"),
        Index("ix_referrals_waiting", "organisation_id", postgresql_where=text("state IN ('asked', 'open')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    service_id: Mapped[UUID]
    service: Mapped[dict[str, str]] = mapped_column(JSONB)
    provider_name: Mapped[str] = mapped_column(Text)
    provider_email: Mapped[str | None] = mapped_column(Text)
    provider_language: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    by: Mapped[str] = mapped_column(Text)
    target_group: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    need: Mapped[str | None] = mapped_column(Text)
    shares: Mapped[list[str]] = mapped_column(ARRAY(Text))
    wanted: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    consent_how: Mapped[str] = mapped_column(Text)
    consent_on: Mapped[date]
    asker_name: Mapped[str | None] = mapped_column(Text)
    asker_channel: Mapped[str | None] = mapped_column(Text)
    asker_phone: Mapped[str | None] = mapped_column(Text)
    asker_email: Mapped[str | None] = mapped_column(Text)
    asker_language: Mapped[str | None] = mapped_column(Text)
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    opened_at: Mapped[datetime | None] = mapped_column(MOMENT)
    expires_at: Mapped[datetime | None] = mapped_column(MOMENT)
    answered_at: Mapped[datetime | None] = mapped_column(MOMENT)
    appointment_at: Mapped[datetime | None] = mapped_column(MOMENT)
    venue: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)
    followed_up_at: Mapped[datetime | None] = mapped_column(MOMENT)
    got_it: Mapped[bool | None]
    why_not: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(MOMENT)
    unreached: Mapped[str | None] = mapped_column(Text)
    called_version: Mapped[int] = mapped_column(server_default=text("0"))
    wiped_at: Mapped[datetime | None] = mapped_column(MOMENT)


class ReferralHelp(Base):
    """Help of volunteers on the way to an appointment, as `volunteers` tells of it; `id` is the request's.

    Version 0 is what we asked for and have heard nothing of yet.
    """

    __tablename__ = "referral_help"
    __table_args__ = (
        one_of("kind", tuple(Kind)),
        one_of("state", tuple(HELP_NAMES)),
        Index(
            "uq_referral_help_live",
            "referral_id",
            "kind",
            unique=True,
            postgresql_where=text("state IN ('asked', 'open', 'assigned')"),
        ),
        Index("ix_referral_help_referral_id", "referral_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"))
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(MOMENT)
    helper_name: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
