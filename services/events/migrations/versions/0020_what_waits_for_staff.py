"""Keep what waits for an organisation's staff, and when they were last told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_waits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('referral', 'call', 'kiosk_call', 'edit', 'request')", name=op.f("ck_staff_waits_what")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_staff_waits_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_waits")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_staff_waits_subject_id")),
    )
    op.create_index(op.f("ix_staff_waits_organisation_id"), "staff_waits", ["organisation_id"])
    told_at = sa.Column("staff_told_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("organisations", told_at)


def downgrade() -> None:
    op.drop_column("organisations", "staff_told_at")
    op.drop_table("staff_waits")
