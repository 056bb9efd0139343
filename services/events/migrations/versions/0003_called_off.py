"""Tell parties that a called-off date cancelled from those that were cancelled one by one."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = "ck_registrations_cancelled_by"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "registrations", type_="check")
    op.create_check_constraint(
        op.f(NAME), "registrations", "cancelled_by IN ('participant', 'organiser', 'reply', 'expiry', 'event')"
    )


def downgrade() -> None:
    op.execute("UPDATE registrations SET cancelled_by = 'organiser' WHERE cancelled_by = 'event'")
    op.drop_constraint(op.f(NAME), "registrations", type_="check")
    op.create_check_constraint(
        op.f(NAME), "registrations", "cancelled_by IN ('participant', 'organiser', 'reply', 'expiry')"
    )
