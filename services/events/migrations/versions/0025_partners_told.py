"""Count who takes part in a project, and tell the other services once of the projects that are there."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NOW = "INSERT INTO due (kind, subject_id, due_at) SELECT 'project_partners', id, now() FROM projects"


def upgrade() -> None:
    op.add_column("projects", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.execute(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind = 'project_partners'")
    op.drop_column("projects", "version")
