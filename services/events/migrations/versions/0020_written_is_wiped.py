"""Who was invited, and what people wrote about entries of the directory, is forgotten after 90 days."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CONTRACTS = "takes nothing away: two columns may be empty, and code of before only reads those rows"
ERRORS = "Errors that people have found in entries; their contact goes when it is settled, or after 90 days"
NOW = "Errors that people have found in entries; contacts go when it is settled, words 90 days later"
LATER = """
INSERT INTO due (kind, subject_id, due_at)
SELECT 'invitation_wiping', i.id, o.ends_at + interval '90 days'
    FROM invitations AS i JOIN occurrences AS o ON o.id = i.occurrence_id
UNION ALL
SELECT 'directory_report_words', id, settled_at + interval '90 days' FROM directory_reports
    WHERE settled_at IS NOT NULL
UNION ALL
SELECT 'directory_edit_words', id, decided_at + interval '90 days' FROM directory_edits WHERE decided_at IS NOT NULL
"""
KINDS = "('invitation_wiping', 'directory_report_words', 'directory_edit_words')"


def upgrade() -> None:
    for column in ("email", "token_digest"):
        op.alter_column("invitations", column, nullable=True)
    op.execute(LATER)
    op.create_table_comment("directory_reports", NOW, existing_comment=ERRORS)


def downgrade() -> None:
    op.create_table_comment("directory_reports", ERRORS, existing_comment=NOW)
    op.execute(f"DELETE FROM due WHERE kind IN {KINDS}")  # noqa: S608 - our own words
    op.execute("UPDATE invitations SET email = id::text, token_digest = uuid_send(id) WHERE email IS NULL")
    for column in ("email", "token_digest"):
        op.alter_column("invitations", column, nullable=False)
