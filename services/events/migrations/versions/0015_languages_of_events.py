"""Keep which languages are spoken at an event, and whose texts a machine made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("machine_made", "languages_spoken"):
        codes = postgresql.ARRAY(sa.Text())
        op.add_column("events", sa.Column(name, codes, server_default=sa.text("'{}'"), nullable=False))
    op.execute(
        "UPDATE events SET languages_spoken = ARRAY("
        "SELECT DISTINCT split_part(tag, '-', 1) FROM jsonb_object_keys(title) AS tag)"
    )


def downgrade() -> None:
    op.drop_column("events", "languages_spoken")
    op.drop_column("events", "machine_made")
