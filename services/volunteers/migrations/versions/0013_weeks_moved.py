"""Know the weeks of weekly help by their number, so that their times can be moved, and keep when others are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CONTRACTS = (
    "takes no column away: a week is known by its number, and code of before makes weeks with the first one held"
)
NUMBERS = """
UPDATE requests SET week = round(extract(epoch FROM requests.starts_at - first.starts_at) / 604800)
FROM requests AS first WHERE first.id = requests.repeat_of
"""


def upgrade() -> None:
    op.add_column("requests", sa.Column("week", sa.Integer(), nullable=True))
    op.add_column("requests", sa.Column("pattern", postgresql.JSONB(), nullable=True))
    op.execute(NUMBERS)
    op.drop_index("uq_requests_repeat_of_starts_at", "requests")
    op.create_index("uq_requests_repeat_of_week", "requests", ["repeat_of", "week"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_requests_repeat_of_week", "requests")
    op.create_index("uq_requests_repeat_of_starts_at", "requests", ["repeat_of", "starts_at"], unique=True)
    op.drop_column("requests", "pattern")
    op.drop_column("requests", "week")
