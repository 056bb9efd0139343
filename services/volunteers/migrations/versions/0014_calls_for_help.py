"""Mark a helper's call for help until a coordinator has said what was done; one that still stands is marked."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("unanswered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute("UPDATE requests SET unanswered = true WHERE alarm = 'panic'")


def downgrade() -> None:
    op.drop_column("requests", "unanswered")
