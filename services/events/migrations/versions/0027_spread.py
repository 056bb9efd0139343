"""How often partners' widgets were loaded, and what `notifications` tells of campaigns: both without persons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "widget_loads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("what IN ('programme', 'board', 'services')", name=op.f("ck_widget_loads_what")),
        sa.CheckConstraint(
            "language IN ('lt', 'lt-simple', 'en', 'uk', 'ru', 'ar')", name=op.f("ck_widget_loads_language")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_widget_loads_number")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_widget_loads_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_widget_loads")),
        sa.UniqueConstraint(
            *("day", "organisation_id", "what", "language"),
            name=op.f("uq_widget_loads_day_organisation_id_what_language"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "campaign_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_campaign_facts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_facts")),
    )
    op.create_index("ix_campaign_facts_organisation_id_began_on", "campaign_facts", ["organisation_id", "began_on"])


def downgrade() -> None:
    op.drop_table("campaign_facts")
    op.drop_table("widget_loads")
