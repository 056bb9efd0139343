"""A town goes over to a newer version with all its data, while the older one still works beside it.

`SERVICE_REVISION.sql` holds rows as the code of that revision wrote them. A revision from which on rows look otherwise
than before brings a file of its own; those that are there never change.
"""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from shared.migrations import check, head, migrate
from tests.support.postgres import Postgres

WRITTEN = sorted(Path(__file__).parent.glob("*.sql"))
SERVICES = ("events", "notifications", "volunteers")
TOLD = {"events_0002": [("project_partners", UUID("00000000-0000-7000-8000-000000000021"))]}
"""What is there and was never told of, and is told of once after the upgrade: due rows that it adds."""


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """The address of a database without tables."""
    url = postgres.create("upgraded")
    yield url
    postgres.drop(url)


def write(url: str, rows: Path) -> None:
    """As a running process of that version does."""
    with psycopg.connect(url) as connection:
        connection.execute(rows.read_text().encode())  # as it stands in the file


def counts(url: str) -> dict[str, int]:
    """Table -> how many rows it has."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        count = sql.SQL("SELECT count(*) FROM {}")
        return {
            table: connection.execute(count.format(sql.Identifier(table))).fetchone()[0]  # type: ignore[index] # one
            for (table,) in tables
        }


def of(rows: Path) -> tuple[str, str]:
    """Service and revision of a file."""
    service, _, revision = rows.stem.partition("_")
    return service, revision


def test_every_service_has_data_of_an_older_version() -> None:
    assert {of(rows)[0] for rows in WRITTEN} == set(SERVICES)


@pytest.mark.parametrize("rows", WRITTEN, ids=lambda rows: rows.stem)
def test_what_an_older_version_wrote_is_all_there_after_the_upgrade(empty: str, rows: Path) -> None:
    service, revision = of(rows)
    migrate(service, empty, revision)
    write(empty, rows)
    before = counts(empty)
    assert [table for table, count in before.items() if not count] == []
    migrate(service, empty)
    check(service, empty)
    after = counts(empty)
    before["due"] += len(TOLD.get(rows.stem, ()))
    assert {table: after[table] for table in before} == before


@pytest.mark.parametrize("rows", WRITTEN, ids=lambda rows: rows.stem)
def test_an_older_version_goes_on_writing_while_the_tables_are_those_of_the_newest(empty: str, rows: Path) -> None:
    service, revision = of(rows)
    migrate(service, empty)
    assert head(service) != revision
    write(empty, rows)


def test_a_stop_from_before_stops_were_told_of_waits_to_be_told_if_a_registration_is_ahead(empty: str) -> None:
    migrate("notifications", empty, "0002")
    write(empty, next(rows for rows in WRITTEN if rows.stem == "notifications_0002"))
    migrate("notifications", empty, "0013")
    with psycopg.connect(empty) as connection:
        connection.execute("UPDATE occasions SET ends_at = now() + interval '1 day'")
        connection.execute("INSERT INTO suppressions VALUES ('h1', 'sms', 'stop', 'asked by text', 'text', now())")
    migrate("notifications", empty)
    with psycopg.connect(empty) as connection:
        due = connection.execute("SELECT kind, subject_id FROM due WHERE kind = 'tell_stops'").fetchall()
    assert due == [("tell_stops", UUID(int=0))]


def test_a_project_from_before_partners_were_told_of_waits_to_be_told(empty: str) -> None:
    migrate("events", empty, "0002")
    write(empty, next(rows for rows in WRITTEN if rows.stem == "events_0002"))
    migrate("events", empty)
    with psycopg.connect(empty) as connection:
        due = connection.execute("SELECT kind, subject_id FROM due WHERE kind = 'project_partners'").fetchall()
        versions = connection.execute("SELECT version FROM projects").fetchall()
    assert (due, versions) == (TOLD["events_0002"], [(1,)])


AT_SCREEN = ("Padėti prie ekrano", "Informacinis ekranas aikštėje", "Help at the screen", "Дежурство у экрана")
ELSEWHERE = ("Kino vakaras: pastatyti ekraną", "Budėti prie stendo mugėje", "Film evening: put up the screen")


@pytest.mark.parametrize(
    ("service", "before", "table"), [("events", "0037", "planned_shifts"), ("volunteers", "0014", "shifts")]
)
def test_shifts_from_before_it_was_said_are_at_the_screen_if_their_title_says_so(
    empty: str, service: str, before: str, table: str
) -> None:
    rows = next(rows for rows in WRITTEN if rows.stem.startswith(service))
    migrate(service, empty, of(rows)[1])
    write(empty, rows)
    migrate(service, empty, before)
    copies = sql.SQL(
        "INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object("
        "'id', gen_random_uuid(), 'title', jsonb_build_object('lt', %s::text)))).* FROM {table} AS one LIMIT 1"
    ).format(table=sql.Identifier(table))
    with psycopg.connect(empty) as connection:
        for title in AT_SCREEN + ELSEWHERE:
            connection.execute(copies, [title])
    migrate(service, empty)
    with psycopg.connect(empty) as connection:
        there = sql.SQL("SELECT title ->> 'lt' FROM {} WHERE at_screen").format(sql.Identifier(table))
        assert {title for (title,) in connection.execute(there)} == set(AT_SCREEN)
