"""Mark the registrations whose party has asked us not to write: somebody has to call."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME = "ck_registrations_unreached"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "registrations", type_="check")
    op.create_check_constraint(op.f(NAME), "registrations", "unreached IN ('failed', 'uncertain', 'withdrawn')")


def downgrade() -> None:
    op.execute("UPDATE registrations SET unreached = 'failed' WHERE unreached = 'withdrawn'")
    op.drop_constraint(op.f(NAME), "registrations", type_="check")
    op.create_check_constraint(op.f(NAME), "registrations", "unreached IN ('failed', 'uncertain')")
