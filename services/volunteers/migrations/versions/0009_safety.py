"""Remember whom a person never wants to come again; mark what a helper reports, and promises that became unsafe."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
BEFORE = "alarm IN ('nobody_helps', 'visit_overdue', 'panic', 'appointment_moved')"
NOW = f"{BEFORE[:-1]}, 'helper_unfit', 'way_there_missed')"


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteers.id"], name=op.f("fk_blocks_volunteer_id")),
        sa.PrimaryKeyConstraint("person_key", "volunteer_id", name=op.f("pk_blocks")),
    )
    op.create_index("ix_blocks_volunteer_id", "blocks", ["volunteer_id"])
    op.execute(
        "INSERT INTO blocks (person_key, volunteer_id) SELECT DISTINCT person_key, volunteer_id "
        "FROM requests, unnest(blocked) AS volunteer_id WHERE person_key <> ''"
    )
    op.add_column("requests", sa.Column("unread", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.drop_constraint(op.f("ck_requests_alarm"), "requests")
    op.create_check_constraint(op.f("ck_requests_alarm"), "requests", NOW)


def downgrade() -> None:
    op.execute("UPDATE requests SET alarm = NULL WHERE alarm IN ('helper_unfit', 'way_there_missed')")
    op.drop_constraint(op.f("ck_requests_alarm"), "requests")
    op.create_check_constraint(op.f("ck_requests_alarm"), "requests", BEFORE)
    op.drop_column("requests", "unread")
    op.drop_table("blocks")
