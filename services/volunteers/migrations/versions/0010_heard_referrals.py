"""Remember what was told of a mediation, so that help asked for before its end is not entered after it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heard_referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heard_referrals"),
    )
    op.create_index("ix_requests_referral_id", "requests", ["referral_id"])


def downgrade() -> None:
    op.drop_index("ix_requests_referral_id", "requests")
    op.drop_table("heard_referrals")
