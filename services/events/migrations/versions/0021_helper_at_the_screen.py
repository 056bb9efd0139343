"""Keep whether a helper comes to the screen, so that it can say so to whoever waits there."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kiosk_helps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'asked'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'comes', 'nobody')", name=op.f("ck_kiosk_helps_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_helps")),
    )


def downgrade() -> None:
    op.drop_table("kiosk_helps")
