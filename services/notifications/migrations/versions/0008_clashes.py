"""Keep whose other shift a moved one now overlaps, so that they are told with the move."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("clashes", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("occasions", column)


def downgrade() -> None:
    op.drop_column("occasions", "clashes")
