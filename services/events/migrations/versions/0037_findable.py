"""Sort entries by the alphabet of whoever reads, and find them by more of what they say: each is noted anew."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

NOW = "INSERT INTO due (kind, subject_id, due_at) SELECT 'directory_index', id, now() FROM directory_services"


def upgrade() -> None:
    keys = sa.Column("sort_keys", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("directory_services", keys)
    op.execute(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind = 'directory_index'")
    op.drop_column("directory_services", "sort_keys")
