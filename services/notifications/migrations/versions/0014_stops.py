"""Find every spelling of an address by its digest, and tell once of the stops from before stops were told of."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FIRST = """
INSERT INTO due (kind, subject_id, due_at)
SELECT 'tell_stops', '00000000-0000-0000-0000-000000000000', now() + interval '10 minutes'
WHERE EXISTS (
    SELECT FROM suppressions JOIN recipients USING (address_hmac, channel)
    JOIN audience ON audience.recipient_id = recipients.id JOIN occasions ON occasions.id = audience.occasion_id
    WHERE audience.about = 'registration' AND occasions.ends_at > now()
)
"""
"""In ten minutes, when no code of before runs any more that would follow a stop and tell nobody."""


def upgrade() -> None:
    op.create_index("ix_recipients_address_hmac", "recipients", ["address_hmac"])
    op.execute(FIRST)


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind = 'tell_stops'")
    op.drop_index("ix_recipients_address_hmac", "recipients")
