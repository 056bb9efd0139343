"""Give the places of a date that had begun and is moved to those who wait, and say why."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = "ck_choices_cause"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "choices", type_="check")
    op.create_check_constraint(
        op.f(NAME), "choices", "cause IN ('cancelled', 'smaller_party', 'more_places', 'offer_expired', 'moved')"
    )


def downgrade() -> None:
    op.execute("UPDATE choices SET cause = 'more_places' WHERE cause = 'moved'")
    op.drop_constraint(op.f(NAME), "choices", type_="check")
    op.create_check_constraint(
        op.f(NAME), "choices", "cause IN ('cancelled', 'smaller_party', 'more_places', 'offer_expired')"
    )
