"""Call coordinators about what nobody has looked at by a name of its own."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ALARM = "alarm IN ('nobody_helps'{}, 'visit_overdue', 'panic', 'appointment_moved', 'helper_unfit', 'way_there_missed')"


def upgrade() -> None:
    op.drop_constraint("alarm", "requests", type_="check")
    op.create_check_constraint("alarm", "requests", ALARM.format(", 'nobody_looked'"))


def downgrade() -> None:
    op.execute("UPDATE requests SET alarm = 'nobody_helps' WHERE alarm = 'nobody_looked'")
    op.drop_constraint("alarm", "requests", type_="check")
    op.create_check_constraint("alarm", "requests", ALARM.format(""))
