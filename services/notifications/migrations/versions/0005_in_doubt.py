"""Find messages in doubt at once, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME = "ix_messages_in_doubt"


def upgrade() -> None:
    in_doubt = sa.text("state = 'uncertain' AND told_at IS NULL")
    op.create_index(NAME, "messages", ["changed_at"], unique=False, postgresql_where=in_doubt)


def downgrade() -> None:
    op.drop_index(NAME, table_name="messages")
