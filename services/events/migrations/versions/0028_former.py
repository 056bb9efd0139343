"""Remember until when an organisation took part in a project: what was counted while it did stays in reports."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_partners",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_former_partners_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_former_partners_project_id_projects"),
        sa.PrimaryKeyConstraint("project_id", "organisation_id", name="pk_former_partners"),
    )


def downgrade() -> None:
    op.drop_table("former_partners")
