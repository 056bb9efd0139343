"""Let a volunteer who has left have no address any more."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
REACHED = "(prefers = 'sms' AND phone IS NOT NULL) OR (prefers = 'email' AND email IS NOT NULL)"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_volunteers_prefers"), "volunteers")
    op.create_check_constraint(op.f("ck_volunteers_prefers"), "volunteers", f"state = 'left' OR {REACHED}")


def downgrade() -> None:
    nobody = "phone IS NULL AND email IS NULL"
    op.execute(f"UPDATE volunteers SET prefers = 'email', email = CAST(id AS text) WHERE {nobody}")  # noqa: S608
    op.drop_constraint(op.f("ck_volunteers_prefers"), "volunteers")
    op.create_check_constraint(op.f("ck_volunteers_prefers"), "volunteers", REACHED)
