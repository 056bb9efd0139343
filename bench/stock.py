"""What lies in the databases when a bench begins: occurrences to come, registrations and messages of the past."""

import psycopg

TOWN = """
    INSERT INTO organisations (id, name, municipality)
    VALUES ('01900000-0000-7000-8000-000000000001', 'Kaišiadorių agentūra', 'Kaišiadorys');
    INSERT INTO venues (id, organisation_id, name, address, municipality, access)
    SELECT gen_random_uuid(), id, 'Kultūros centras', 'Gedimino g. 40, Kaišiadorys', 'Kaišiadorys', '{step_free}'
    FROM organisations;
"""
OCCURRENCES = """
    WITH planned AS (
        INSERT INTO events (id, organisation_id, kind, title, summary, state)
        SELECT gen_random_uuid(), organisations.id, 'cultural_exchange',
            jsonb_build_object('lt', 'Kultūrų pažinimas ' || n, 'en', 'Getting to know cultures ' || n,
                'uk', 'Знайомство з культурами ' || n),
            jsonb_build_object('lt', 'Susipažinkime prie arbatos ir kalbėkimės', 'uk', 'Познайомимося за чаєм'),
            'published'
        FROM organisations, generate_series(1, %(many)s) AS n RETURNING id)
    INSERT INTO occurrences (id, event_id, venue_id, starts_wall, ends_wall, zone, starts_at, ends_at, capacity, state)
    SELECT gen_random_uuid(), planned.id, venues.id, now() + at, now() + at + interval '2 hours', 'Europe/Vilnius',
        now() + at, now() + at + interval '2 hours', 10000, 'on'
    FROM venues, (SELECT id, interval '3 days' + row_number() OVER () * interval '10 minutes' AS at FROM planned)
        AS planned
    RETURNING id
"""
REGISTRATIONS = """
    INSERT INTO registrations (id, occurrence_id, turn, state, party, code, token_digest, channel, phone, language,
        cancelled_by)
    SELECT gen_random_uuid(), ids[1 + n %% cardinality(ids)], -n, 'cancelled', 2, 'OLD' || n,
        decode(md5(n::text), 'hex'), 'sms', '+37060000000', 'lt', 'participant'
    FROM generate_series(1, %(many)s::int) AS n, (SELECT array_agg(id) AS ids FROM occurrences) AS known
"""


PUBLISHED = """
    INSERT INTO outbox (id, type, body, published_at)
    SELECT gen_random_uuid(), 'events.registration.confirmed', repeat('x', 700), now()
    FROM generate_series(1, %(many)s::int)
"""
MESSAGES = """
    INSERT INTO messages (id, recipient_id, channel, purpose, about, subject_id, subject_version, language,
        template_version, body, state, rush, not_before, useful_until, next_attempt_at, cause_at, correlation_id,
        handed_over_at, attempts)
    SELECT gen_random_uuid(), ids[1 + n %% cardinality(ids)], 'sms', 'registration_confirmed', 'registration',
        gen_random_uuid(), 1, 'lt', 1, repeat('x', 140), 'delivered', 0, now(), now(), now(), now(), 'old', now(), 1
    FROM generate_series(1, %(many)s::int) AS n, (SELECT array_agg(id) AS ids FROM recipients) AS known
"""
OCCASION = """
    INSERT INTO occasions (id, kind, occurrence_id, event_id, organisation, title, starts_at, ends_at, zone, venue,
        is_on, version, heard, cause_at, correlation_id)
    VALUES (%(id)s, 'occurrence', %(id)s, gen_random_uuid(), 'Kaišiadorių agentūra', '{"lt": "Kultūrų pažinimas"}',
        now() + interval '7 days', now() + interval '7 days 2 hours', 'Europe/Vilnius', 'Kultūros centras', true, 1, 1,
        now(), 'bench')
"""


def heard_of(url: str, occurrences: list[str]) -> None:
    """Let a notifications database know these occurrences."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(OCCASION, [{"id": occurrence} for occurrence in occurrences])


def programme(url: str, many: int) -> list[str]:
    """So many occurrences to come, a party can register for each; answers their ids."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT count(*) FROM organisations").fetchone() == (0,):
            connection.execute(TOWN)
        return [str(id_) for (id_,) in connection.execute(OCCURRENCES, {"many": many})]
