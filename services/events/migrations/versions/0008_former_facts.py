"""Keep for each event what its last change replaced, so that the change can be undone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_facts",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "what IN ('event_changed', 'occurrence_moved', 'capacity_changed')", name=op.f("ck_former_facts_what")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_former_facts_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_former_facts")),
    )


def downgrade() -> None:
    op.drop_table("former_facts")
