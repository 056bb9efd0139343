"""Remember what was told of a mediation, so that help asked for before its end is not entered after it.

And that its appointment was moved, which the help on its way follows, or coordinators are called.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ALARM = "alarm IN ('nobody_helps', 'visit_overdue', 'panic'{})"


def upgrade() -> None:
    op.create_table(
        "heard_referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("appointment_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destination", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heard_referrals"),
    )
    op.create_index("ix_requests_referral_id", "requests", ["referral_id"])
    op.drop_constraint("alarm", "requests", type_="check")
    op.create_check_constraint("alarm", "requests", ALARM.format(", 'appointment_moved'"))


def downgrade() -> None:
    op.execute("UPDATE requests SET alarm = 'nobody_helps' WHERE alarm = 'appointment_moved'")
    op.drop_constraint("alarm", "requests", type_="check")
    op.create_check_constraint("alarm", "requests", ALARM.format(""))
    op.drop_index("ix_requests_referral_id", "requests")
    op.drop_table("heard_referrals")
