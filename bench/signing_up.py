"""Taking a place in a shift, with eligibility and overlap checks: over a thousand shifts, and on one hot shift."""

from collections.abc import Iterator
from itertools import count
from uuid import UUID

import psycopg

from bench.ground import Ground, settings_of
from bench.load import against, post
from bench.report import Line, compared, compared_cost
from bench.rounds import take_turns
from shared.web.tokens import Principal, issue
from tests.support.services import signing_key

SHIFTS, PEOPLE = 1000, 4000
EVENT = """
    INSERT INTO events (id, version, organisation_id, organisation, title)
    VALUES (gen_random_uuid(), 1, gen_random_uuid(), 'Kaišiadorių agentūra', '{"lt": "Kultūrų pažinimas"}')
"""
NEW_SHIFTS = """
    INSERT INTO shifts (id, event_id, occurrence_id, title, places, languages, skills, starts_at, ends_at, zone, venue)
    SELECT gen_random_uuid(), events.id, gen_random_uuid(), '{"lt": "Pasitikti svečius"}', 1000000, '{uk}', '{}',
        now() + interval '3 days' + n * interval '10 min', now() + interval '3 days' + (n + 1) * interval '10 min',
        'Europe/Vilnius', '{"name": "Kultūros centras", "address": "Gedimino g. 40", "access": ["step_free"]}'
    FROM events, generate_series(%(first)s::int, %(last)s::int) AS n RETURNING id
"""
VOLUNTEERS = """
    INSERT INTO volunteers (id, name, phone, prefers, language, languages, age_band)
    SELECT gen_random_uuid(), 'Оксана ' || n, '+3706' || lpad(n::text, 7, '0'), 'sms', 'uk', '{uk,lt}', 'adult'
    FROM generate_series(1, %(many)s::int) AS n RETURNING id
"""
PROMISES = """
    SELECT count(*), count(DISTINCT (s.shift_id, s.volunteer_id)), (SELECT sum(taken) FROM shifts),
        (SELECT count(*) FROM commitments), (SELECT count(DISTINCT body::json ->> 'subject') FROM outbox)
    FROM sign_ups AS s WHERE s.state = 'confirmed'
"""


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """Ours and the bare statement, each on a database of its own."""
    ours_url, bare_url = ground.database("volunteers"), ground.database("volunteers")
    shifts, hot, people = _stocked(ours_url, rounds)
    bare_shifts, _, bare_people = _stocked(bare_url, rounds)
    ours = ground.web("volunteers", settings_of("volunteers", ours_url))
    bare = ground.web("bare", settings_of("volunteers", bare_url))
    tokens = [issue(signing_key("volunteer")[0], _volunteer(id_)) for id_ in people]
    at, bare_at, queue = count(), count(), iter(hot)
    run = take_turns(
        {
            "bare": against(bare, lambda: _bare(bare_at, bare_shifts, bare_people), 201),
            "spread": against(ours, lambda: _ours(at, shifts, tokens), 201),
            "hot": against(ours, lambda: _ours(count(), [next(queue)], tokens), 201),
        },
        rounds,
    )
    yield compared("shift sign-up, 1,000 shifts, by bare Flask", run, "spread", "bare", 0.55)
    yield compared_cost("the same: processor time of the web", run, "spread", "bare", "cpu_ms")
    yield compared("one hot shift, by many", run, "hot", "spread")
    for served in (ours, bare):
        served.process.stop()
    with psycopg.connect(ours_url) as connection:
        counted = connection.execute(PROMISES).fetchone()
    assert counted
    assert len(set(map(int, counted))) == 1, counted
    yield Line("places taken twice, lost or not told", f"0 of {counted[0]:,}")


def _stocked(url: str, rounds: int) -> tuple[list[str], list[str], list[UUID]]:
    """A thousand shifts one after the other, later one hot shift for each round, and people who may take them."""
    with psycopg.connect(url) as connection:
        connection.execute(EVENT)
        ids = [str(id_) for (id_,) in connection.execute(NEW_SHIFTS, {"first": 1, "last": SHIFTS + rounds + 1})]
        people = [id_ for (id_,) in connection.execute(VOLUNTEERS, {"many": PEOPLE})]
    return ids[:SHIFTS], ids[SHIFTS:], people


def _volunteer(id_: UUID) -> Principal:
    return Principal(kind="volunteer", id=id_, name="Оксана", language="uk")


def _pair(number: int, shifts: list[str]) -> tuple[str, int]:
    """Each person in each shift once: everybody takes one shift, then everybody another."""
    person = number % PEOPLE
    return shifts[(number // PEOPLE + person) % len(shifts)], person


def _ours(numbers: Iterator[int], shifts: list[str], tokens: list[str]) -> Iterator[bytes]:
    for number in numbers:
        shift, person = _pair(number, shifts)
        yield post(f"/api/volunteers/v1/shifts/{shift}/sign-ups", b"", Authorization=f"Bearer {tokens[person]}")


def _bare(numbers: Iterator[int], shifts: list[str], people: list[UUID]) -> Iterator[bytes]:
    for number in numbers:
        shift, person = _pair(number, shifts)
        yield post(f"/sign-up/{shift}/{people[person]}", b"")
