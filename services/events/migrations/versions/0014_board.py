"""Keep the posts of the board."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0009"
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


def downgrade() -> None:
    op.drop_table("posts")
