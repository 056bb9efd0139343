"""Keep what organisers write to the people of a date; of several notes each is a message of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ONCE = "uq_messages_once"
WITHOUT_NOTE = ["subject_id", "purpose", "subject_version", "recipient_id", "channel"]


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("words", postgresql.JSONB(), nullable=False),
        sa.Column("to_waiting", sa.Boolean(), nullable=False),
        sa.Column("to_volunteers", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_up_to", sa.Uuid(), nullable=True),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.add_column("messages", sa.Column("note_id", sa.Uuid(), nullable=True))
    op.drop_constraint(ONCE, "messages", type_="unique")
    op.create_unique_constraint(op.f(ONCE), "messages", [*WITHOUT_NOTE, "note_id"], postgresql_nulls_not_distinct=True)


def downgrade() -> None:
    for table in ("attempts", "receipts"):
        op.execute(f"DELETE FROM {table} WHERE message_id IN (SELECT id FROM messages WHERE note_id IS NOT NULL)")  # noqa: S608 - our tables
    op.execute("DELETE FROM messages WHERE note_id IS NOT NULL")
    op.drop_constraint(ONCE, "messages", type_="unique")
    op.create_unique_constraint(op.f(ONCE), "messages", WITHOUT_NOTE)
    op.drop_column("messages", "note_id")
    op.drop_table("notes")
