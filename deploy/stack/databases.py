"""One database per service with two roles: an owner who migrates, and the service's own, for rows alone.

`python -m deploy.stack.databases SECRETS HOST`: run each time the stack starts; passwords become those of the secrets.
What a restoring that was broken off has set aside (`events_before`) comes back: until its end the stack is as before.
"""

import sys
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from deploy.databases import LOCALE
from shared.settings import SERVICES

RIGHTS = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {role}, {owner}",
)
ROWS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)
"""What the service's role may do with the tables that the owner will make."""


def main(secrets: Path, host: str) -> None:
    """Make what is missing of roles and databases."""
    password = _read(secrets, "postgres")

    def connected(database: str) -> Connection:
        return psycopg.connect(host=host, user="postgres", password=password, dbname=database, autocommit=True)

    with connected("postgres") as server:
        for service in SERVICES:
            _put_back(server, service)
            _make(server, service, secrets)
        for shared in ("postgres", "template1"):
            server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(shared)))
    for service in SERVICES:
        with connected(service) as database:
            _run(database, ROWS, service)


def _put_back(server: Connection, service: str) -> None:
    """End a restoring that was broken off as if it had never begun."""
    before = f"{service}_before"
    if server.execute("SELECT FROM pg_database WHERE datname = %s", [before]).fetchone() is not None:
        names = {"database": sql.Identifier(service), "before": sql.Identifier(before)}
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {database} WITH (FORCE)").format(**names))
        server.execute(sql.SQL("ALTER DATABASE {before} RENAME TO {database}").format(**names))


def _make(server: Connection, service: str, secrets: Path) -> None:
    for role, secret in ((service, f"{service}_database"), (f"{service}_owner", f"{service}_owner")):
        known = server.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb, name = sql.SQL("CREATE" if known is None else "ALTER"), sql.Identifier(role)
        server.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, name, sql.Literal(_read(secrets, secret))))
    if server.execute("SELECT FROM pg_database WHERE datname = %s", [service]).fetchone() is None:
        _run(server, ("CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 " + LOCALE,), service)
    _run(server, RIGHTS, service)


def _run(connection: Connection, statements: tuple[str, ...], service: str) -> None:
    names = {"database": service, "role": service, "owner": f"{service}_owner"}
    for statement in statements:
        connection.execute(sql.SQL(statement).format(**{name: sql.Identifier(to) for name, to in names.items()}))


def _read(secrets: Path, name: str) -> str:
    return (secrets / name).read_text().strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
