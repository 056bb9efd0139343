"""The migrations build exactly what the code says, and can be taken back."""

import pytest
from sqlalchemy import CheckConstraint, create_engine, text
from sqlalchemy.engine import make_url

from services.notifications import app
from services.notifications.tables import Base
from shared.migrations import check, migrate, rewind
from tests.support.services import NewDatabase

SERVICE = app.__name__  # every table is known once the service is composed
RULES = sorted(
    (table.name, str(constraint.name))
    for table in Base.metadata.tables.values()
    for constraint in table.constraints
    if isinstance(constraint, CheckConstraint)
)


def test_the_tables_in_code_are_those_of_the_migrations(new_database: NewDatabase) -> None:
    check("notifications", new_database("notifications"))


def test_everything_can_be_taken_back_and_built_again(new_database: NewDatabase) -> None:
    url = new_database("notifications")
    rewind("notifications", url)
    migrate("notifications", url)
    check("notifications", url)


@pytest.fixture(scope="module")
def kept(migrated: object) -> set[tuple[str, str]]:
    """The check constraints that PostgreSQL really holds, since Alembic never compares them."""
    assert callable(migrated)
    engine = create_engine(make_url(migrated("notifications")).set(drivername="postgresql+psycopg"))
    wanted = text("SELECT CAST(CAST(conrelid AS regclass) AS text), conname FROM pg_constraint WHERE contype = 'c'")
    with engine.connect() as connection:
        found = {(table, name) for table, name in connection.execute(wanted)}
    engine.dispose()
    return found


@pytest.mark.parametrize(("table", "name"), RULES)
def test_every_rule_of_a_table_is_kept_by_the_database(kept: set[tuple[str, str]], table: str, name: str) -> None:
    assert (table, name if name.startswith("ck_") else f"ck_{table}_{name}") in kept
