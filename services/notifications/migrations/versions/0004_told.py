"""Note who told a person what a message did not bring."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "ck_messages_told"


def upgrade() -> None:
    op.add_column("messages", sa.Column("told_by", sa.Uuid(), nullable=True))
    op.add_column("messages", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f(NAME), "messages", "(told_by IS NULL) = (told_at IS NULL)")


def downgrade() -> None:
    op.drop_constraint(op.f(NAME), "messages", type_="check")
    op.drop_column("messages", "told_at")
    op.drop_column("messages", "told_by")
