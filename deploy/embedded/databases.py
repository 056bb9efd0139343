"""One database and one role per service, each closed to the others but for where messages are handed over."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from deploy.databases import LOCALE

HAND_OVER = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT ON subscriptions TO {role}",
    "GRANT INSERT ON inbox, parking TO {role}",
)


def make_databases(superuser_url: str, passwords: Mapping[str, str]) -> bool:
    """Make what is missing of the services' roles and databases; whether there was a new database."""
    new = False
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for service, password in passwords.items():
            name = sql.Identifier(service)
            verb = sql.SQL("ALTER" if service in roles else "CREATE")
            connection.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(password)))
            if service not in databases:
                new = True
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 " + LOCALE).format(name, name)
                )
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    return new


def migrate_databases(urls: Mapping[str, str]) -> None:
    """Bring each service's tables up to date and let the others' relays put messages into its inbox."""
    from shared.migrations import migrate  # noqa: PLC0415 - Alembic, which the processes that go on do without

    for service, url in urls.items():
        migrate(service, url)
        with psycopg.connect(url, autocommit=True) as connection:
            for role in (sql.Identifier(other) for other in urls if other != service):
                connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(service), role))
                for grant in HAND_OVER:
                    connection.execute(sql.SQL(grant).format(role=role))
