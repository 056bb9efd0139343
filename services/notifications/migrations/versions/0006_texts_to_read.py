"""Keep which texts somebody has to read, and who has."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLE = "incoming_texts"
CHECK = "ck_incoming_texts_read"
INDEX = "ix_incoming_texts_to_read"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("unclear", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column(TABLE, sa.Column("read_by", sa.Uuid(), nullable=True))
    op.add_column(TABLE, sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f(CHECK), TABLE, "(read_by IS NULL) = (read_at IS NULL)")
    to_read = sa.text("unclear AND read_at IS NULL")
    op.create_index(INDEX, TABLE, ["id"], unique=False, postgresql_where=to_read)


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_constraint(op.f(CHECK), TABLE, type_="check")
    for column in ("read_at", "read_by", "unclear"):
        op.drop_column(TABLE, column)
