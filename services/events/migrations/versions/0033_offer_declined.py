"""Say of places that became free because a party declined its offer that this was why."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME = "ck_choices_cause"
BEFORE = "'cancelled', 'smaller_party', 'more_places', 'offer_expired', 'moved', 'party_moved'"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "choices", type_="check")
    op.create_check_constraint(op.f(NAME), "choices", f"cause IN ({BEFORE}, 'offer_declined')")


def downgrade() -> None:
    op.execute("UPDATE choices SET cause = 'cancelled' WHERE cause = 'offer_declined'")
    op.drop_constraint(op.f(NAME), "choices", type_="check")
    op.create_check_constraint(op.f(NAME), "choices", f"cause IN ({BEFORE})")
