"""Remember which message said last whose need a request for help is, since messages may come in any order."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("counted_version", sa.Integer(), server_default=sa.text("0"), nullable=False)
    op.add_column("assistance_facts", column)


def downgrade() -> None:
    op.drop_column("assistance_facts", "counted_version")
