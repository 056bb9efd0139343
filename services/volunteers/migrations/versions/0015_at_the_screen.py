"""Keep of each shift whether its people are rung at the screen; those that exist keep what their title said."""

import re
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
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
    found = op.get_bind().execute(sa.text("SELECT id, title, skills FROM shifts"))
    return [row.id for row in found if "kiosk" in row.skills or any(map(CALLED.search, row.title.values()))]


def upgrade() -> None:
    op.add_column("shifts", sa.Column("at_screen", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    tick = sa.text("UPDATE shifts SET at_screen = true WHERE id = ANY(:ids)")
    op.execute(tick.bindparams(ids=called_so()))


def downgrade() -> None:
    op.drop_column("shifts", "at_screen")
