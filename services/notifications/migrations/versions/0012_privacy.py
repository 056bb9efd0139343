"""Keep cases in which somebody asks what is kept about them, and what each service answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "privacy_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=True),
        sa.Column("code_until", MOMENT, nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("ready_told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("erasure_asked_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'open', 'erasing', 'erased', 'over')", name=op.f("ck_privacy_cases_state")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (address IS NOT NULL)", name=op.f("ck_privacy_cases_closed")),
        sa.CheckConstraint("(code_digest IS NULL) = (code_until IS NULL)", name=op.f("ck_privacy_cases_code")),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_cases"),
    )
    op.create_index(
        "ix_privacy_cases_address", "privacy_cases", ["address"], postgresql_where=sa.text("address IS NOT NULL")
    )
    json = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "privacy_parts",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("things", json, nullable=True),
        sa.Column("ended", json, nullable=True),
        sa.Column("left", json, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["privacy_cases.id"], name="fk_privacy_parts_case_id"),
        sa.PrimaryKeyConstraint("case_id", "service", name="pk_privacy_parts"),
    )


def downgrade() -> None:
    op.drop_table("privacy_parts")
    op.drop_table("privacy_cases")
