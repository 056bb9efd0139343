"""What volunteers tell of help, kept as facts without persons."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def one_of(column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_assistance_facts_{column}"))


def upgrade() -> None:
    op.create_table(
        "assistance_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target_group", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        one_of("kind", "'kiosk_help', 'home_visit', 'ride', 'accompaniment', 'interpreting'"),
        one_of(
            "target_group",
            "'senior', 'disability', 'large_family', 'single_parent', 'on_support', 'newcomer', 'unsaid'",
        ),
        one_of("language", "'lt', 'lt-simple', 'en', 'uk', 'ru', 'ar'"),
        one_of("outcome", "'', 'done', 'unmet', 'no_show', 'cancelled'"),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_assistance_facts_minutes")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_assistance_facts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_facts")),
    )
    op.create_index("ix_assistance_facts_organisation_id_asked_on", "assistance_facts", ["organisation_id", "asked_on"])


def downgrade() -> None:
    op.drop_table("assistance_facts")
