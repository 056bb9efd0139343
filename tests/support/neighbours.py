"""All three services over databases of their own, worked step by step: what one tells is carried to the others."""

import importlib
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from shared.messaging.inbox import receive
from shared.messaging.listening import process_inbox
from shared.messaging.relay import Handed, mark, waiting
from shared.messaging.service import Service
from shared.settings import Settings
from tests.support.services import environment

NAMES = ("events", "volunteers", "notifications")
COLUMNS = text(
    "SELECT c.table_name, c.column_name FROM information_schema.columns AS c "
    "JOIN information_schema.tables AS t USING (table_schema, table_name) "
    "WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2"
)


class Neighbours:
    """The three services; those that are `away` neither hear nor tell anything, what they are told waits for them."""

    def __init__(self, new_database: Callable[[str], str]) -> None:
        """Compose them; nothing runs by itself."""
        self.services: dict[str, Service] = {}
        self.away: set[str] = set()
        for name in NAMES:
            settings = Settings.from_env(name, environment(name, new_database(name), TALKA_QUIET_HOURS="off"))
            self.services[name] = importlib.import_module(f"services.{name}.app").compose(settings)

    @contextmanager
    def writing(self, name: str) -> Iterator[Session]:
        """A transaction in this service's database."""
        with self.services[name].database.transaction() as session:
            yield session

    def rows(self, name: str, statement: str, **values: Any) -> list[Row[*tuple[Any, ...]]]:
        """The rows that a statement gives in this service's database."""
        with self.writing(name) as session:
            return list(session.execute(text(statement), values).all())

    def talk(self) -> None:
        """Carry and hear until nobody has anything to say."""
        while sum(self._tell(name) + process_inbox(self.services[name]) for name in self._here()):
            pass

    def _here(self) -> list[str]:
        return [name for name in NAMES if name not in self.away]

    def _tell(self, name: str) -> int:
        database = self.services[name].database
        with database.engine.connect() as connection:
            rows = waiting(connection)
        for listener, service in self.services.items():
            heard = [row.body for row in rows if row.type in service.patterns]
            with self.writing(listener) as session:
                receive(session, heard)
        mark(database, Handed(sent=[row.id for row in rows]))
        return len(rows)

    def due(self, name: str, kind: str) -> int:
        """Do all of this kind, whenever it is due; how many there were."""
        found = self.rows(name, "DELETE FROM due WHERE kind = :kind RETURNING subject_id", kind=kind)
        for row in found:
            subject_id: UUID = row.subject_id
            with self.writing(name) as session:
                self.services[name].due[kind](session, subject_id)
        return len(found)

    def found(self, words: Collection[str]) -> set[str]:
        """Where any of the words stands: `service.table.column`, in every column of every table, as text and bytes."""
        return {f"{name}.{place}" for name in NAMES for place in self._found(name, words)}

    def _found(self, name: str, words: Collection[str]) -> Iterator[str]:
        wanted = [form for word in words for form in (re.escape(word.lower()), word.encode().hex())]
        with self.writing(name) as session:
            for table, column in session.execute(COLUMNS).all():
                holds = f'SELECT EXISTS (SELECT FROM "{table}" WHERE lower("{column}"::text) ~ :wanted)'  # noqa: S608
                if session.scalar(text(holds), {"wanted": "|".join(wanted)}):
                    yield f"{table}.{column}"

    def close(self) -> None:
        """Give back all connections."""
        for service in self.services.values():
            service.database.close()
