"""Let the keeper of an entry know that somebody has found an error in it."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

WHAT = "what IN ('referral', 'call', 'kiosk_call', 'edit', 'request', 'post'{})"


def upgrade() -> None:
    op.drop_constraint("what", "staff_waits", type_="check")
    op.create_check_constraint("what", "staff_waits", WHAT.format(", 'report'"))


def downgrade() -> None:
    op.execute("DELETE FROM staff_waits WHERE what = 'report'")
    op.drop_constraint("what", "staff_waits", type_="check")
    op.create_check_constraint("what", "staff_waits", WHAT.format(""))
