"""The days on which entries were checked stay known, so that past months of the report stay as they were."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CHECKED = """
    INSERT INTO directory_confirmations (service_id, day)
    SELECT id, (confirmed_at AT TIME ZONE 'Europe/Vilnius')::date FROM directory_services WHERE NOT is_draft
    UNION
    SELECT s.id, (a.at AT TIME ZONE 'Europe/Vilnius')::date
    FROM audit AS a JOIN directory_services AS s ON s.id = a.subject
    WHERE a.what IN ('entry_checked', 'entry_confirmed', 'edit_approved', 'entry_shown')
"""


def upgrade() -> None:
    op.create_table(
        "directory_confirmations",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["directory_services.id"],
            name=op.f("fk_directory_confirmations_service_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service_id", "day", name=op.f("pk_directory_confirmations")),
        comment="Days in Lithuania on which entries were checked",
    )
    op.execute(CHECKED)


def downgrade() -> None:
    op.drop_table("directory_confirmations")
