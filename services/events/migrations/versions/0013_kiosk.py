"""The kiosk: devices, who wants to be called, counts without persons, short addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LANGUAGES = "language IN ('lt', 'lt-simple', 'en', 'uk', 'ru', 'ar')"


def upgrade() -> None:
    op.create_table(
        "kiosks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=True),
        sa.Column("code_until", MOMENT, nullable=True),
        sa.Column("device_digest", sa.LargeBinary(), nullable=True),
        sa.Column("paired_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_kiosks_name")),
        sa.CheckConstraint("(code_digest IS NULL) = (code_until IS NULL)", name=op.f("ck_kiosks_code")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kiosks_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosks")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_kiosks_code_digest")),
        sa.UniqueConstraint("device_digest", name=op.f("uq_kiosks_device_digest")),
    )
    op.create_index("ix_kiosks_organisation_id", "kiosks", ["organisation_id"])
    op.create_table(
        "kiosk_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kiosk_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint(LANGUAGES, name=op.f("ck_kiosk_calls_language")),
        sa.CheckConstraint("state IN ('open', 'done', 'not_reached')", name=op.f("ck_kiosk_calls_state")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kiosk_calls_organisation_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_kiosk_calls_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_calls")),
    )
    op.create_index("ix_kiosk_calls_organisation_id_asked_at", "kiosk_calls", ["organisation_id", "asked_at"])
    op.create_index("ix_kiosk_calls_kiosk_id", "kiosk_calls", ["kiosk_id"])
    op.create_table(
        "kiosk_counts",
        sa.Column("kiosk_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint(LANGUAGES, name=op.f("ck_kiosk_counts_language")),
        sa.CheckConstraint(
            "what IN ('door', 'service', 'search', 'take_away', 'request')", name=op.f("ck_kiosk_counts_what")
        ),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_kiosk_counts_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", "day", "language", "what", "thing", name=op.f("pk_kiosk_counts")),
    )
    op.create_table(
        "kiosk_missed",
        sa.Column("kiosk_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=True),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_kiosk_missed_month")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_kiosk_missed_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", "month", "digest", name=op.f("pk_kiosk_missed")),
    )
    op.create_table(
        "kiosk_short_addresses",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["directory_services.id"],
            name=op.f("fk_kiosk_short_addresses_service_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_kiosk_short_addresses")),
        sa.UniqueConstraint("service_id", name=op.f("uq_kiosk_short_addresses_service_id")),
    )


def downgrade() -> None:
    op.drop_table("kiosk_short_addresses")
    op.drop_table("kiosk_missed")
    op.drop_table("kiosk_counts")
    op.drop_table("kiosk_calls")
    op.drop_table("kiosks")
