"""Keep what a text may answer: in words what was asked, and when a visit begins that somebody has promised."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("concerned", sa.Column("visit_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("concerned", sa.Column("question", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("concerned", "question")
    op.drop_column("concerned", "visit_at")
