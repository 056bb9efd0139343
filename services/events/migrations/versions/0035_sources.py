"""Know which source an entry of the directory came from, and since when that has it no more."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("directory_services", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("directory_services", sa.Column("left_out_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("directory_services", "left_out_at")
    op.drop_column("directory_services", "source")
