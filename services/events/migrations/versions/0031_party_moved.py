"""Say of places that became free because staff moved a party to another date that this was why."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NAME = "ck_choices_cause"
BEFORE = "'cancelled', 'smaller_party', 'more_places', 'offer_expired', 'moved'"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "choices", type_="check")
    op.create_check_constraint(op.f(NAME), "choices", f"cause IN ({BEFORE}, 'party_moved')")


def downgrade() -> None:
    op.execute("UPDATE choices SET cause = 'cancelled' WHERE cause = 'party_moved'")
    op.drop_constraint(op.f(NAME), "choices", type_="check")
    op.create_check_constraint(op.f(NAME), "choices", f"cause IN ({BEFORE})")
