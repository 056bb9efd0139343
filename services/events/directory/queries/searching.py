"""Searching: PostgreSQL compares the words asked for with every word of the directory, then finds what has them."""

import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory.domain import asked, grams

ALIKE = 0.5
"""Two words with so large a share of common groups of three letters are taken for one (Dice's coefficient)."""
MOST = 5
"""Words of a question that are looked at."""
MEANT = text(f"""
    WITH q AS (
        SELECT *
        FROM jsonb_to_recordset(CAST(:asked AS jsonb)) AS q(number int, word text, grams text[], loose boolean)),
    alike AS (
        SELECT q.number, w.word FROM q JOIN directory_words AS w ON w.word >= q.word AND w.word < q.word || chr(1114111)
        UNION
        SELECT q.number, w.word FROM q CROSS JOIN unnest(q.grams) AS g JOIN directory_words AS w ON w.grams @> ARRAY[g]
        WHERE q.loose GROUP BY q.number, q.grams, w.word
        HAVING 2.0 * count(*) >= {ALIKE} * (cardinality(w.grams) + cardinality(q.grams)))
    SELECT number, array_agg(word) AS words FROM alike GROUP BY number
""")  # noqa: S608 - our own words
"""For each word asked for, the directory's own: that word, those that begin so, those spelled alike, its synonyms."""


def has_words(row: str, table: str) -> str:
    """Whether a row of a table has one of the words meant by each word asked for.

    The words are looked up in the index one by one, which OFFSET keeps the planner from turning round: comparing each
    row's array with that of the question takes seconds where a beginning of two letters means hundreds of words.
    """
    one = f"LATERAL (SELECT y.id FROM {table} AS y WHERE y.words @> ARRAY[q.word] OFFSET 0) AS x"  # noqa: S608 - our own words
    found = f"SELECT x.id FROM unnest(CAST({{0}} AS text[])) AS q(word) CROSS JOIN {one}"  # noqa: S608 - our own words
    each = f"(CAST({{0}} AS text[]) IS NULL OR {row}.id IN ({found}))"
    return " AND ".join(each.format(f":words{number}") for number in range(MOST))


HAS_WORDS = has_words("{{row}}", "directory_services")
"""The same for services, to be filled with what the statement calls a row."""


def sought(session: Session, question: str | None) -> dict[str, Any]:
    """The parameters of HAS_WORDS for a question, by one statement; none if nothing is asked."""
    parameters: dict[str, Any] = {f"words{number}": None for number in range(MOST)}
    if not question:
        return parameters
    parameters |= {f"words{number}": [] for number in range(len(asked(question)[:MOST]))}
    rows = session.execute(MEANT, {"asked": spelled(question)})
    return parameters | {f"words{row.number}": row.words for row in rows}


def known(question: str) -> list[int]:
    """The numbers of the words that we know others for."""
    return [number for number, (_word, others) in enumerate(asked(question)[:MOST]) if others]


def spelled(question: str) -> str:
    """The parameter of MEANT for a question: its words, and what may stand for each, with their groups of letters."""
    each = [
        {"number": number, "word": one, "grams": grams(one), "loose": one == word}
        for number, (word, others) in enumerate(asked(question)[:MOST])
        for one in (word, *others)
    ]
    return json.dumps(each)
