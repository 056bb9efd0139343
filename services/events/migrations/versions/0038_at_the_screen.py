"""Keep whether somebody is looked for on after the screen said that nobody comes just now."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    goes_on = sa.Column("goes_on", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("kiosk_helps", goes_on)


def downgrade() -> None:
    op.drop_column("kiosk_helps", "goes_on")
