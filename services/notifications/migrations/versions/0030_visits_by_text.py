"""Keep when a visit begins that somebody has promised, so that they may text that they are there, or done."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("concerned", sa.Column("visit_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("concerned", "visit_at")
