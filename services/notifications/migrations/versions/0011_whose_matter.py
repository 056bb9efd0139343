"""Keep whose matter it is, so that what people write about it is read by that organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("matters", sa.Column("organisation_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("matters", "organisation_id")
