"""Rows behind the system's back: those a test cannot wait for, and those that the test before has left."""

from collections.abc import Iterable

import psycopg
from flask import Flask
from sqlalchemy import MetaData

from deploy.embedded.folder import Folder
from deploy.embedded.postgres import Postgres
from shared.database import Database
from tests.support.embedded import Embedded


def change(talka: Embedded, service: str, statement: str, *facts: object) -> None:
    """Change rows of one service's database, if there are any such."""
    folder = Folder(talka.var)
    password = folder.secret("postgres")
    url = Postgres(folder.postgres, folder.log("postgresql.log"), password).url("postgres", password, service)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode(), facts)


def add_up(app: Flask) -> None:
    """Add up what the service counts in memory, so that no thread of it connects once its database is closed."""
    loads = app.extensions.pop("widget_loads", None)
    if loads is not None:
        loads.flush()


def empty(database: Database, tables: MetaData, seeded: Iterable[str] = ()) -> None:
    """Leave no row but those that the migrations made, of which `seeded_…` holds a copy.

    Deleted, without the triggers that watch over references: to truncate takes thirty times as long for a few rows.
    """
    statements = [f"DELETE FROM {table}" for table in tables.tables]  # noqa: S608 - our own names
    statements += [f"INSERT INTO {table} SELECT * FROM seeded_{table}" for table in seeded]  # noqa: S608 - as above
    with database.transaction() as session:
        connection = session.connection()
        connection.exec_driver_sql("; ".join(["SET LOCAL session_replication_role = replica", *statements]))
