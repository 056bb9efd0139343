"""One ride against 10,000 volunteers: who is asked first, of a town's mix of people, and where every one of them fits.

The limit is the same statements with none of the rows judged. It is the time that a worker takes,
which asks one wave after the other; nobody waits for a page meanwhile.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles
from typing import Any

from sqlalchemy import text

from bench.ground import Ground
from bench.report import Line, compared_cost
from bench.rounds import Contender, Sample, take_turns
from services.volunteers.assistance.queries import candidates, matches
from shared.database import Database, moment
from tests.support.factories.assistance import ROKISKIS, a_request

GOAL_MS = 200
ASKED = 3
"""Volunteers of one wave."""
TIMES = 20
VOLUNTEERS = """
    INSERT INTO volunteers (id, name, phone, prefers, language, languages, age_band)
    SELECT gen_random_uuid(), 'Ona ' || n, '+3706' || lpad(n::text, 7, '0'), 'sms', 'lt',
        CASE WHEN :mixed AND n % 3 = 0 THEN '{uk,ru}'::text[] WHEN :mixed AND n % 5 = 0 THEN '{lt,en,ar}'
            ELSE '{lt}' END,
        CASE WHEN :mixed AND n % 20 = 0 THEN '16_17' ELSE 'adult' END
    FROM generate_series(1, 10000) AS n
"""
HELP = """
    INSERT INTO helpers (volunteer_id, kinds, organisations, areas, vehicle, can_lift)
    SELECT id, CASE WHEN :mixed AND no % 4 = 0 THEN '{home_visit}'::text[] ELSE '{ride,accompaniment}' END,
        ARRAY[CAST(:organisation AS uuid)],
        CASE WHEN :mixed AND no % 3 = 1 THEN '{Kamajai}'::text[] ELSE '{Rokiškis,Obeliai}' END,
        CASE WHEN :mixed AND no % 2 = 0 THEN 'none' ELSE 'car' END, true
    FROM volunteers
"""
SEEN = """
    INSERT INTO documents (volunteer_id, kind, checked_on, checked_by)
    SELECT id, 'driving_licence', '2026-01-05', id FROM volunteers
"""
PROMISED = """
    INSERT INTO commitments (kind, subject_id, volunteer_no, during)
    SELECT 'sign_up', gen_random_uuid(), no, tstzrange(starts_at, ends_at) FROM volunteers, requests
    WHERE :mixed AND no % 7 = 0
"""


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """Ours, and the statement alone, in turn."""
    for mixed, called in ((True, "a town's mix"), (False, "all of whom fit")):
        database = ground.opened(ground.database("volunteers"))
        request = _stocked(database, mixed=mixed)
        run = take_turns(
            {
                "bare": _timed(partial(_statement, database, request)),
                "ours": _timed(partial(_best, database, request)),
            },
            rounds,
        )
        slow = run.middle("ours", "p95_ms")
        what = f"a ride against 10,000 volunteers, {called}"
        yield Line(f"{what}: p95", f"{slow:.0f} ms", f"{GOAL_MS} ms", slow / GOAL_MS, goal=1, at_most=True)
        yield compared_cost(f"{what}: median, by the statement alone", run, "ours", "bare", "median_ms")


def _stocked(database: Database, *, mixed: bool) -> Any:
    with database.transaction() as session:
        for statement in (VOLUNTEERS, HELP, SEEN):
            session.execute(text(statement), {"organisation": ROKISKIS, "mixed": mixed})
        request = a_request(session)
        session.execute(text(PROMISED), {"mixed": mixed})
        session.execute(text("ANALYZE"))
        session.refresh(request)
        session.expunge(request)
    return request


def _timed(work: Callable[[], None]) -> Contender:
    def contender() -> Sample:
        took = []
        for _ in range(TIMES):
            begin = time.perf_counter()
            work()
            took.append(1000 * (time.perf_counter() - begin))
        return Sample(1000 * TIMES / sum(took), median_ms=median(took), p95_ms=quantiles(took, n=20)[-1])

    return contender


def _best(database: Database, request: Any) -> None:
    with database.reading() as session:
        assert len(matches.best(session, request, moment(session), ASKED)) == ASKED


def _statement(database: Database, request: Any) -> None:
    with database.reading() as session:
        given = candidates.given_of(session, request, moment(session), everybody=False, limit=ASKED)
        assert len(session.execute(candidates.OF_ORGANISATION, given).all()) == ASKED
