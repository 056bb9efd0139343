"""Know of what was done for an organisation as a whole, and in which languages posts are older than their source.

What was noted before names only the thing it was about; a duty phone's was the organisation itself.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OURS = sa.text("organisation_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("audit", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.add_column("audit", sa.Column("detail", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index("ix_audit_organisation_id_id", "audit", ["organisation_id", "id"], postgresql_where=OURS)
    none = sa.text("'{}'")
    op.add_column("posts", sa.Column("outdated", postgresql.ARRAY(sa.Text()), server_default=none, nullable=False))
    op.execute("UPDATE audit SET organisation_id = subject WHERE what IN ('duty_phone_changed', 'staff_read')")


def downgrade() -> None:
    op.drop_column("posts", "outdated")
    op.drop_index("ix_audit_organisation_id_id", table_name="audit")
    op.drop_column("audit", "detail")
    op.drop_column("audit", "organisation_id")
