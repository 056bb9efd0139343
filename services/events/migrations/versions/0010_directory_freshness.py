"""Entries of the directory are checked: whom to ask, by which links, what providers correct and people report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OFFICE = ("check_email", "check_phone", "check_language")
SERVICE = "directory_services.id"
FIRST_CHECKS = """
    INSERT INTO due (kind, subject_id, due_at, attempts)
    SELECT 'service_check', id, confirmed_at + make_interval(months => check_months), 0
    FROM directory_services WHERE NOT is_draft
    ON CONFLICT DO NOTHING
"""
"""Entries that are there already are asked for when their time comes."""

SEARCHED = ("ix_directory_words_grams", "ix_directory_services_words")
"""New words are put into these at once: from a list of what is pending a search takes thirty times as long."""


def upgrade() -> None:
    for table in ("directory_services", "directory_organizations"):
        for name in OFFICE:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    op.add_column("directory_services", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column(
        "directory_services", sa.Column("checks_asked", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_directory_services_check_months"), "directory_services", "check_months BETWEEN 1 AND 16"
    )
    op.create_table(
        "directory_edits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name=op.f("ck_directory_edits_state")),
        sa.ForeignKeyConstraint(["service_id"], [SERVICE], name="fk_directory_edits_service_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_edits"),
        comment="What providers have corrected, until somebody of the keeper has looked at it",
    )
    op.create_index("ix_directory_edits_service_id", "directory_edits", ["service_id"])
    op.create_index(
        "uq_directory_edits_waiting",
        "directory_edits",
        ["service_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "directory_check_links",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("edit_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('confirmed', 'corrected', 'renewed')", name=op.f("ck_directory_check_links_answer")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], [SERVICE], name="fk_directory_check_links_service_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["directory_edits.id"], name="fk_directory_check_links_edit_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name="pk_directory_check_links"),
        comment="One-use links by which providers answer; of the token only the digest is kept",
    )
    op.create_index("ix_directory_check_links_service_id", "directory_check_links", ["service_id"])
    op.create_table(
        "directory_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('hours', 'contact', 'ended', 'other')", name=op.f("ck_directory_reports_kind")),
        sa.ForeignKeyConstraint(["service_id"], [SERVICE], name="fk_directory_reports_service_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_reports"),
        comment="Errors that people have found in entries; their contact goes when it is settled, or after 90 days",
    )
    op.create_index("ix_directory_reports_service_id", "directory_reports", ["service_id"])
    op.execute(FIRST_CHECKS)
    for index in SEARCHED:
        op.execute(f"ALTER INDEX {index} SET (fastupdate = off)")
        op.execute(f"SELECT gin_clean_pending_list('{index}')")


def downgrade() -> None:
    for index in SEARCHED:
        op.execute(f"ALTER INDEX {index} RESET (fastupdate)")
    op.execute("DELETE FROM due WHERE kind IN ('service_check', 'service_check_reminder', 'directory_report_contact')")
    op.drop_table("directory_reports")
    op.drop_table("directory_check_links")
    op.drop_table("directory_edits")
    op.drop_constraint(op.f("ck_directory_services_check_months"), "directory_services")
    for name in ("checks_asked", "version", *OFFICE):
        op.drop_column("directory_services", name)
    for name in OFFICE:
        op.drop_column("directory_organizations", name)
