"""The tables in code and those that the migrations make are the same, and every step can be taken back."""

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from shared.migrations import check, migrate, rewind
from tests.support.postgres import Postgres


def tables(url: str) -> set[str]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found


def test_the_migrations_make_what_the_code_expects_and_take_it_back(postgres: Postgres) -> None:
    url = postgres.create("volunteers_migrations")
    migrate("volunteers", url)
    check("volunteers", url)
    made = tables(url)
    assert {"volunteers", "sign_ins", "commitments", "events", "shifts", "sign_ups"} <= made
    rewind("volunteers", url)
    assert tables(url) == {"alembic_version"}
    migrate("volunteers", url)
    assert tables(url) == made
    postgres.drop(url)
