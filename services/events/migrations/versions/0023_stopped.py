"""Know at once which parties asked us not to write, before any message to them is withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("stopped", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("registrations", sa.Column("wish_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("registrations", "wish_at")
    op.drop_column("registrations", "stopped")
