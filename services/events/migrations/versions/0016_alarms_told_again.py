"""Staff are alerted again when the same alarm is raised again: the request's version tells one from the next."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = "ALTER TABLE staff_alerts ADD CONSTRAINT pk_staff_alerts PRIMARY KEY (request_id, alarm, staff_id{})"


def upgrade() -> None:
    op.add_column("staff_alerts", sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.drop_constraint("pk_staff_alerts", "staff_alerts", type_="primary")
    op.execute(KEY.format(", version"))


def downgrade() -> None:
    op.execute(
        "DELETE FROM staff_alerts AS later USING staff_alerts AS first WHERE later.version > first.version "
        "AND (later.request_id, later.alarm, later.staff_id) = (first.request_id, first.alarm, first.staff_id)"
    )
    op.drop_constraint("pk_staff_alerts", "staff_alerts", type_="primary")
    op.drop_column("staff_alerts", "version")
    op.execute(KEY.format(""))
