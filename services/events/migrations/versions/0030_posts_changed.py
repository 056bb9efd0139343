"""Remember when a post was changed last: whoever asks by the date alone hears of what was taken off the board."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    changed = sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    op.add_column("posts", changed)


def downgrade() -> None:
    op.drop_column("posts", "changed_at")
