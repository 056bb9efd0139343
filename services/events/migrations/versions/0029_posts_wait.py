"""Let each lead of a partner know that news waits; remember who wrote it, to tell them what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

WHAT = "what IN ('referral', 'call', 'kiosk_call', 'edit', 'request'{})"


def upgrade() -> None:
    op.add_column("posts", sa.Column("written_by", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_posts_written_by_staff", "posts", "staff", ["written_by"], ["id"])
    op.drop_constraint("what", "staff_waits", type_="check")
    op.create_check_constraint("what", "staff_waits", WHAT.format(", 'post'"))
    op.drop_constraint("uq_staff_waits_subject_id", "staff_waits", type_="unique")
    op.create_unique_constraint(
        "uq_staff_waits_subject_id_organisation_id", "staff_waits", ["subject_id", "organisation_id"]
    )


def downgrade() -> None:
    op.execute("DELETE FROM staff_waits WHERE what = 'post'")
    op.drop_constraint("uq_staff_waits_subject_id_organisation_id", "staff_waits", type_="unique")
    op.create_unique_constraint("uq_staff_waits_subject_id", "staff_waits", ["subject_id"])
    op.drop_constraint("what", "staff_waits", type_="check")
    op.create_check_constraint("what", "staff_waits", WHAT.format(""))
    op.drop_constraint("fk_posts_written_by_staff", "posts", type_="foreignkey")
    op.drop_column("posts", "written_by")
