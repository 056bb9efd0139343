"""What a service asks its database, to see that a longer list is not asked for row by row."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, event


class Opened(NamedTuple):
    """How a page was answered, and how often the database was asked for it."""

    status: int
    statements: int


@contextmanager
def counted(database: Engine | Connection) -> Iterator[list[str]]:
    """What is sent to PostgreSQL in the block."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database, "before_cursor_execute", note)
    yield seen
    event.remove(database, "before_cursor_execute", note)


def compared(
    database: Engine,
    pages: Iterable[str],
    sizes: tuple[int, int],
    build: Callable[[int], dict[str, Any]],
    look: Callable[[str, dict[str, Any]], int],
) -> dict[str, list[Opened]]:
    """Page -> how it opened among a little and then among more; all pages look at the same, which is built once.

    `build` makes so much of everything and says what the addresses of the pages name; `look` opens an address in a
    browser of its own, for whom `build` has told of, and answers with the status.
    """
    found: dict[str, list[Opened]] = {page: [] for page in pages}
    for many in sizes:
        named = build(many)
        for page, opened in found.items():
            with counted(database) as seen:
                status = look(page.format(**named), named)
            opened.append(Opened(status, len(seen)))
    return found


def asks_nothing_more(opened: list[Opened]) -> bool:
    """Whether a page that opened both times asked equally often."""
    small, large = opened
    assert (small.status, large.status) == (200, 200)
    return small.statements == large.statements
