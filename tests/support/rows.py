"""The embedded run's rows, for what a test cannot wait for: hours that pass between two deeds."""

import psycopg

from deploy.embedded.folder import Folder
from deploy.embedded.postgres import Postgres
from tests.support.embedded import Embedded


def change(talka: Embedded, service: str, statement: str, *facts: object) -> None:
    """Change rows of one service's database, if there are any such."""
    folder = Folder(talka.var)
    password = folder.secret("postgres")
    url = Postgres(folder.postgres, folder.log("postgresql.log"), password).url("postgres", password, service)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode(), facts)
