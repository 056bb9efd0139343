"""Keep the posts of the board, who wants them by e-mail, and partners who are invited to events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

EMPTY, NONE_YET, MOMENT = sa.text("''"), sa.text("'{}'"), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("title", postgresql.JSONB(), nullable=False),
        sa.Column("body", postgresql.JSONB(), server_default=NONE_YET, nullable=False),
        sa.Column("link", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("machine_made", postgresql.ARRAY(sa.Text()), server_default=NONE_YET, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("proposed", postgresql.JSONB(), nullable=True),
        sa.Column("reason", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("appears_at", MOMENT, nullable=True),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.CheckConstraint("category IN ('integration', 'living', 'jobs', 'services')", name=op.f("ck_posts_category")),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'published', 'sent_back', 'expired', 'withdrawn')",
            name=op.f("ck_posts_state"),
        ),
        sa.CheckConstraint("title <> '{}'", name=op.f("ck_posts_title")),
        sa.CheckConstraint("until_on BETWEEN from_on AND from_on + 89", name=op.f("ck_posts_until_on")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_posts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_organisation_id_id", "posts", ["organisation_id", "id"])
    op.create_index(
        "ix_posts_appears_at_id", "posts", ["appears_at", "id"], postgresql_where=sa.text("state = 'published'")
    )
    op.create_table(
        "board_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("confirm_digest", sa.LargeBinary(), nullable=False),
        sa.Column("stop_digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("told_until", MOMENT, nullable=True),
        sa.Column("digests", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "language IN ('lt', 'lt-simple', 'en', 'uk', 'ru', 'ar')", name=op.f("ck_board_subscriptions_language")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_board_subscriptions_email")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_subscriptions")),
        sa.UniqueConstraint("confirm_digest", name=op.f("uq_board_subscriptions_confirm_digest")),
        sa.UniqueConstraint("stop_digest", name=op.f("uq_board_subscriptions_stop_digest")),
    )
    op.create_index("ix_board_subscriptions_email", "board_subscriptions", ["email"])
    op.create_index(
        "uq_board_subscriptions_confirmed",
        "board_subscriptions",
        ["email"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("other_name", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("words", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("invited_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "language IN ('lt', 'lt-simple', 'en', 'uk', 'ru', 'ar')", name=op.f("ck_invitations_language")
        ),
        sa.CheckConstraint("answer IN ('yes', 'no', 'other')", name=op.f("ck_invitations_answer")),
        sa.CheckConstraint("people BETWEEN 0 AND 20", name=op.f("ck_invitations_people")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name=op.f("fk_invitations_occurrence_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitations_token_digest")),
        sa.UniqueConstraint("occurrence_id", "email", name=op.f("uq_invitations_occurrence_id_email")),
    )
    op.create_index("ix_invitations_organisation_id", "invitations", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("invitations")
    op.drop_table("board_subscriptions")
    op.drop_table("posts")
