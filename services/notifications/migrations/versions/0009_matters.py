"""Keep what is told to a few people at most: requests for help, offers, referrals, invitations, subscriptions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matters",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name="pk_matters"),
    )
    op.create_table(
        "concerned",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("any_hour", sa.Boolean(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("asks_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointment", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name="fk_concerned_recipient_id"),
        sa.PrimaryKeyConstraint("subject_id", "recipient_id", name="pk_concerned"),
    )
    op.create_index("ix_concerned_recipient_id", "concerned", ["recipient_id"])


def downgrade() -> None:
    op.drop_table("concerned")
    op.drop_table("matters")
