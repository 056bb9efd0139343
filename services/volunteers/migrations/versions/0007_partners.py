"""Know who is whose partner, what partners were asked, and which volunteers are asked in a partner's name."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heard_projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard_projects")),
    )
    op.create_table(
        "project_members",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["heard_projects.id"], name=op.f("fk_project_members_project_id")),
        sa.PrimaryKeyConstraint("project_id", "organisation_id", name=op.f("pk_project_members")),
    )
    op.create_index("ix_project_members_organisation_id", "project_members", ["organisation_id"])
    op.create_table(
        "partner_asks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asking", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'asked'"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'agreed', 'refused', 'withdrawn')", name=op.f("ck_partner_asks_state")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_partner_asks_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_asks")),
    )
    both, stands = ["request_id", "organisation_id"], sa.text("state <> 'withdrawn'")
    op.create_index("uq_partner_asks_asked", "partner_asks", both, unique=True, postgresql_where=stands)
    op.create_index("ix_partner_asks_organisation_id", "partner_asks", ["organisation_id"])
    op.add_column("offers", sa.Column("ask_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_offers_ask_id"), "offers", "partner_asks", ["ask_id"], ["id"])
    op.create_index("ix_offers_ask_id", "offers", ["ask_id"])


def downgrade() -> None:
    op.drop_index("ix_offers_ask_id", "offers")
    op.drop_constraint(op.f("fk_offers_ask_id"), "offers", type_="foreignkey")
    op.drop_column("offers", "ask_id")
    op.drop_table("partner_asks")
    op.drop_table("project_members")
    op.drop_table("heard_projects")
