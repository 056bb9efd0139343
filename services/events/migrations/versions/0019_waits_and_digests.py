"""Keep what waits for an organisation's staff and when they were told of it; count digests.

Which facts of a correction were taken over; and since when a provider or a guest could not be reached.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
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
    op.create_table(
        "board_digests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "language IN ('lt', 'lt-simple', 'en', 'uk', 'ru', 'ar')", name=op.f("ck_board_digests_language")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_board_digests_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_digests")),
    )
    op.create_index(op.f("ix_board_digests_organisation_id_sent_on"), "board_digests", ["organisation_id", "sent_on"])
    op.add_column("directory_edits", sa.Column("taken", postgresql.ARRAY(sa.Text()), nullable=True))
    for table in ("directory_services", "invitations"):
        op.add_column(table, sa.Column("unreached_at", sa.DateTime(timezone=True), nullable=True))
    told_at = sa.Column("staff_told_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("organisations", told_at)


def downgrade() -> None:
    for table in ("invitations", "directory_services"):
        op.drop_column(table, "unreached_at")
    op.drop_column("directory_edits", "taken")
    op.drop_column("organisations", "staff_told_at")
    op.drop_table("board_digests")
    op.drop_table("staff_waits")
