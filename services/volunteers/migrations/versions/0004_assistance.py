"""Help to one person: requests, whom we asked, what happened; how volunteers help, and their documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text())
IDS = postgresql.ARRAY(sa.Uuid())
NONE, NOTHING, NO = sa.text("'{}'"), sa.text("''"), sa.text("false")


def upgrade() -> None:
    _volunteers()
    _requests()
    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("reasons", TEXTS, server_default=NONE, nullable=False),
        sa.Column("asked_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("unreached", sa.Boolean(), server_default=NO, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'released')", name=op.f("ck_offers_state")
        ),
        sa.CheckConstraint("by IN ('volunteer', 'reply', 'coordinator')", name=op.f("ck_offers_by")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_offers_request_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteers.id"], name=op.f("fk_offers_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_offers_token_digest")),
    )
    op.create_index("ix_offers_request_id", "offers", ["request_id"])
    op.create_index("ix_offers_volunteer_id_asked_at", "offers", ["volunteer_id", "asked_at"])
    op.create_index(
        "uq_offers_asked",
        "offers",
        ["request_id", "volunteer_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'accepted')"),
    )
    op.create_table(
        "request_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), server_default=NOTHING, nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_steps_request_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteers.id"], name=op.f("fk_request_steps_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_steps")),
    )
    op.create_index("ix_request_steps_request_id", "request_steps", ["request_id"])


def _volunteers() -> None:
    op.create_table(
        "helpers",
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("kinds", TEXTS, server_default=NONE, nullable=False),
        sa.Column("organisations", IDS, server_default=NONE, nullable=False),
        sa.Column("areas", TEXTS, server_default=NONE, nullable=False),
        sa.Column("vehicle", sa.Text(), server_default=sa.text("'none'"), nullable=False),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("can_lift", sa.Boolean(), server_default=NO, nullable=False),
        sa.CheckConstraint("vehicle IN ('none', 'car', 'wheelchair')", name=op.f("ck_helpers_vehicle")),
        sa.CheckConstraint("gender IN ('woman', 'man')", name=op.f("ck_helpers_gender")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteers.id"], name=op.f("fk_helpers_volunteer_id")),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f("pk_helpers")),
    )
    op.create_index("ix_helpers_organisations", "helpers", ["organisations"], postgresql_using="gin")
    op.create_table(
        "documents",
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('driving_licence', 'vaiku-qr')", name=op.f("ck_documents_kind")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteers.id"], name=op.f("fk_documents_volunteer_id")),
        sa.PrimaryKeyConstraint("volunteer_id", "kind", name=op.f("pk_documents")),
    )


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person", postgresql.JSONB(), nullable=False),
        sa.Column("asker", postgresql.JSONB(), nullable=True),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("appointment_at", MOMENT, nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("languages", TEXTS, server_default=NONE, nullable=False),
        sa.Column("prefers_gender", sa.Text(), server_default=sa.text("'none'"), nullable=False),
        sa.Column("companion", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("wheelchair", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("stairs", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("load_minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("two_people", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("target_group", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("note", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("blocked", IDS, server_default=NONE, nullable=False),
        sa.Column("leg_of", sa.Uuid(), nullable=True),
        sa.Column("repeat_of", sa.Uuid(), nullable=True),
        sa.Column("weekly_until", sa.Date(), nullable=True),
        sa.Column("wanted", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wave", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("gives_up_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=True),
        sa.Column("overdue_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("late", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("alarm", sa.Text(), nullable=True),
        sa.Column("unreached", sa.Boolean(), server_default=NO, nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'open', 'assigned', 'under_way', 'done', 'unmet', 'cancelled', 'no_show')",
            name=op.f("ck_requests_state"),
        ),
        sa.CheckConstraint(
            "kind IN ('ride', 'accompaniment', 'home_visit', 'interpreting', 'kiosk_help')",
            name=op.f("ck_requests_kind"),
        ),
        sa.CheckConstraint(
            "by IN ('person', 'relative', 'social_worker', 'kiosk', 'partner')", name=op.f("ck_requests_by")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_requests_ends_at")),
        sa.CheckConstraint("taken BETWEEN 0 AND wanted", name=op.f("ck_requests_taken")),
        sa.CheckConstraint(
            "(state IN ('done', 'unmet', 'cancelled', 'no_show')) = (closed_at IS NOT NULL)",
            name=op.f("ck_requests_closed"),
        ),
        sa.CheckConstraint("alarm IN ('nobody_helps', 'visit_overdue', 'panic')", name=op.f("ck_requests_alarm")),
        sa.ForeignKeyConstraint(["leg_of"], ["requests.id"], name=op.f("fk_requests_leg_of")),
        sa.ForeignKeyConstraint(["repeat_of"], ["requests.id"], name=op.f("fk_requests_repeat_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_requests_token_digest")),
    )
    op.create_index("ix_requests_leg_of", "requests", ["leg_of"])
    op.create_index("ix_requests_board", "requests", ["organisation_id", "starts_at", "id"])
    op.create_index("ix_requests_person_key", "requests", ["person_key"])
    op.create_index("uq_requests_repeat_of_starts_at", "requests", ["repeat_of", "starts_at"], unique=True)


def downgrade() -> None:
    op.drop_table("request_steps")
    op.drop_table("offers")
    op.drop_table("requests")
    op.drop_table("documents")
    op.drop_table("helpers")
