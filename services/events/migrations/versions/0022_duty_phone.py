"""An organisation may have a phone on duty, which is written to when somebody may be in need."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("duty_phone", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisations", "duty_phone")
