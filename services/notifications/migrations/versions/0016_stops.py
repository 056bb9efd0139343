"""Find every spelling of an address by its digest, since a suppression is one for all of them."""

from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_recipients_address_hmac", "recipients", ["address_hmac"])


def downgrade() -> None:
    op.drop_index("ix_recipients_address_hmac", "recipients")
