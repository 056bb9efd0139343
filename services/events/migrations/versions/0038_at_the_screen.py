"""Say of each shift whether its people are rung at the screen, and of a call whether somebody is looked for on.

Shifts that exist keep what their title said.
"""

import re
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None
CALLED = re.compile(
    r"\bkiosk"
    r"|\binformacin\w* (ekran|stend)|\binteraktyv\w* ekran|\b(padė|pagalb|budė)\w* prie (\w+ )?ekran"
    r"|\b(information|touch) ?screen|\bhelp\w* (at|by) the (\w+ )?screen"
    r"|\bкіоск|\b(інформаційн|інтерактивн)\w* екран|\b(допом|черг)\w* біля (\w+ )?екран"
    r"|\bкиоск|\b(информационн|интерактивн)\w* экран|\b(помо|дежур)\w* (у|возле|около) (\w+ )?экран"
    r"|شاشة المعلومات|شاشة التفاعلية|مساعدة عند (ال)?شاشة|كشك المعلومات",
    re.IGNORECASE,
)
"""Titles by which a shift was known to be at a screen before it was said of each."""


def called_so() -> list[UUID]:
    found = op.get_bind().execute(sa.text("SELECT id, title, skills FROM planned_shifts"))
    return [row.id for row in found if "kiosk" in row.skills or any(map(CALLED.search, row.title.values()))]


def upgrade() -> None:
    goes_on = sa.Column("goes_on", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("kiosk_helps", goes_on)
    op.add_column(
        "planned_shifts", sa.Column("at_screen", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    tick = sa.text("UPDATE planned_shifts SET at_screen = true WHERE id = ANY(:ids)")
    op.execute(tick.bindparams(ids=called_so()))


def downgrade() -> None:
    op.drop_column("planned_shifts", "at_screen")
    op.drop_column("kiosk_helps", "goes_on")
