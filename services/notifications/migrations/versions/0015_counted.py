"""Tell once what became of the campaigns from before that was told."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FIRST = """
INSERT INTO due (kind, subject_id, due_at)
SELECT 'campaign_count', id, now() + interval '10 minutes' FROM campaigns WHERE state <> 'undone'
"""
"""In ten minutes, when no code of before runs any more that would end one of them and tell nobody."""


def upgrade() -> None:
    op.execute(FIRST)


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind = 'campaign_count'")
