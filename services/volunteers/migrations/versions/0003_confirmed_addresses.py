"""Note which addresses volunteers have proved to be theirs. Those of before are taken as proved."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    confirmed = sa.Column("confirmed", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("volunteers", confirmed)
    op.execute("UPDATE volunteers SET confirmed = '{sms,email}'")
    op.add_column("sign_ins", sa.Column("channel", sa.Text(), server_default=sa.text("'sms'"), nullable=False))


def downgrade() -> None:
    op.drop_column("sign_ins", "channel")
    op.drop_column("volunteers", "confirmed")
