"""What an organisation here keeps in the directory, whole, as it can be imported again."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, or_, select, text
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME, OBJECTS, PARENTS, TOP, write_csv
from services.events.directory.models import TABLES, table_name
from services.events.directory.queries.nested import written


def _whole(name: str) -> TextClause:
    item = f"jsonb_strip_nulls({written(name, 'taxonomy_detail', public=False, translated=True)})"
    return text(f"SELECT {item} FROM {table_name(name)} AS o WHERE o.keeper_id = :keeper ORDER BY o.id")  # noqa: S608 - our own words


WHOLE = {key: _whole(name) for key, name in TOP.items()}
VERSION = "3.1"


def kept(session: Session, keeper_id: UUID) -> dict[str, Any]:
    """All that the organisation keeps, as one document of HSDS JSON; drafts and what is out of date too."""
    document: dict[str, Any] = {"version": VERSION}
    for key, statement in WHOLE.items():
        rows = session.scalars(statement, {"keeper": keeper_id, "language": HOME})
        document[key] = list(rows)
    return document


def kept_as_json(session: Session, keeper_id: UUID) -> bytes:
    """The same as it is sent."""
    return json.dumps(kept(session, keeper_id), ensure_ascii=False, separators=(",", ":")).encode()


def kept_as_csv(session: Session, keeper_id: UUID) -> dict[str, str]:
    """The same as CSV: name of the file -> text, without files that would be empty."""
    return {f"{name}.csv": file for name, file in _files(session, keeper_id) if file}


def _files(session: Session, keeper_id: UUID) -> Iterator[tuple[str, str]]:
    ids: set[UUID] = set()
    for name, one in OBJECTS.items():
        table = TABLES[name]
        ways = [*PARENTS[name], *(column for column in ("link_id", "resource_id") if column in table.c)]
        fits = table.c.keeper_id == keeper_id if one.kept else or_(*(table.c[column].in_(ids) for column in ways))
        rows = [dict(row) for row in session.execute(select(table).where(fits).order_by(table.c.id)).mappings()]
        ids |= {row["id"] for row in rows}
        yield name, write_csv(name, rows)
