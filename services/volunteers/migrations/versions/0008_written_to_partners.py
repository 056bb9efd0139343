"""Know to how many of a partner's staff a question was written, and which of those mails were lost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partner_asks", sa.Column("written", sa.Integer(), nullable=True))
    op.add_column(
        "partner_asks",
        sa.Column("lost", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("partner_asks", "lost")
    op.drop_column("partner_asks", "written")
