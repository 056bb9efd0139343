"""Referrals out of the directory, the help of volunteers on their way, and which staff were alerted of what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LANGUAGES = "'lt', 'lt-simple', 'en', 'uk', 'ru', 'ar'"
MOMENT = sa.DateTime(timezone=True)


def one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("service", postgresql.JSONB(), nullable=False),
        sa.Column("provider_name", sa.Text(), nullable=False),
        sa.Column("provider_email", sa.Text(), nullable=True),
        sa.Column("provider_language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("target_group", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("need", sa.Text(), nullable=True),
        sa.Column("shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("consent_how", sa.Text(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("asker_name", sa.Text(), nullable=True),
        sa.Column("asker_channel", sa.Text(), nullable=True),
        sa.Column("asker_phone", sa.Text(), nullable=True),
        sa.Column("asker_email", sa.Text(), nullable=True),
        sa.Column("asker_language", sa.Text(), nullable=True),
        sa.Column("token_digest", sa.LargeBinary(), nullable=True),
        sa.Column("answer_digest", sa.LargeBinary(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("appointment_at", MOMENT, nullable=True),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("followed_up_at", MOMENT, nullable=True),
        sa.Column("got_it", sa.Boolean(), nullable=True),
        sa.Column("why_not", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("unreached", sa.Text(), nullable=True),
        sa.Column("called_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wiped_at", MOMENT, nullable=True),
        one_of(
            "referrals",
            "state",
            "'asked', 'open', 'accepted', 'refused', 'expired', 'withdrawn', 'followed_up', 'known'",
        ),
        one_of("referrals", "by", "'person', 'relative', 'social_worker', 'partner'"),
        one_of(
            "referrals",
            "target_group",
            "'senior', 'disability', 'large_family', 'single_parent', 'on_support', 'newcomer', 'unsaid'",
        ),
        one_of("referrals", "consent_how", "'in_person', 'by_phone', 'in_writing', 'online'"),
        one_of("referrals", "reason", "'full', 'not_eligible', 'wrong_place', 'needs_documents', 'other'"),
        one_of("referrals", "why_not", "'not_contacted', 'too_far', 'too_expensive', 'refused', 'other'"),
        one_of("referrals", "channel", "'sms', 'email', 'none'"),
        one_of("referrals", "asker_channel", "'sms', 'email', 'none'"),
        one_of("referrals", "language", LANGUAGES),
        one_of("referrals", "asker_language", LANGUAGES),
        one_of("referrals", "provider_language", LANGUAGES),
        one_of("referrals", "unreached", "'failed', 'uncertain', 'withdrawn'"),
        sa.CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name=op.f("ck_referrals_refused")),
        sa.CheckConstraint("(state = 'known') = (got_it IS NOT NULL)", name=op.f("ck_referrals_known")),
        sa.CheckConstraint("why_not IS NULL OR NOT got_it", name=op.f("ck_referrals_got")),
        sa.CheckConstraint(
            "wiped_at IS NULL OR num_nonnulls(name, phone, email, need, words, venue, asker_name, asker_phone, "
            "asker_email, provider_email, token_digest, answer_digest) = 0",
            name=op.f("ck_referrals_wiped"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_referrals_organisation_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_referrals_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_referrals_token_digest")),
        sa.UniqueConstraint("answer_digest", name=op.f("uq_referrals_answer_digest")),
    )
    op.create_index("ix_referrals_organisation_id_id", "referrals", ["organisation_id", "id"])
    op.create_index(
        "ix_referrals_waiting",
        "referrals",
        ["organisation_id"],
        postgresql_where=sa.text("state IN ('asked', 'open')"),
    )
    op.create_table(
        "referral_help",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("helper_name", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        one_of("referral_help", "kind", "'ride', 'accompaniment'"),
        one_of("referral_help", "state", "'asked', 'open', 'assigned', 'done', 'unmet', 'cancelled', 'no_show'"),
        sa.ForeignKeyConstraint(["referral_id"], ["referrals.id"], name=op.f("fk_referral_help_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_help")),
    )
    op.create_index("ix_referral_help_referral_id", "referral_help", ["referral_id"])
    op.create_index(
        "uq_referral_help_live",
        "referral_help",
        ["referral_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'open', 'assigned')"),
    )
    op.create_table(
        "staff_alerts",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("alarm", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_alerts_staff_id")),
        sa.PrimaryKeyConstraint("request_id", "alarm", "staff_id", name=op.f("pk_staff_alerts")),
    )


def downgrade() -> None:
    op.drop_table("staff_alerts")
    op.drop_table("referral_help")
    op.drop_table("referrals")
