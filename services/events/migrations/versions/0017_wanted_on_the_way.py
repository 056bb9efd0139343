"""What a person who asks for a service says they will need on the way to it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = postgresql.ARRAY(sa.Text())
    op.add_column("referrals", sa.Column("wanted", texts, server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    op.drop_column("referrals", "wanted")
