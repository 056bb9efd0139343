"""Ten thousand people are told of a moved date: from the message that arrives until all are at the gateway.

The limit does the same work bare: one statement writes the rows, one thread claims 500 at a time, hands them over on
one kept connection and writes their states back. It renders, checks and prices nothing.
"""

import http.client
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode

import psycopg
from uuid_utils.compat import uuid7

from bench.ground import Ground, settings_of, settled
from bench.report import Line, compared
from bench.rounds import Contender, Sample, take_turns
from bench.sink import Sink
from shared.contracts.envelope import wrap
from shared.contracts.events import EventChanged, EventPublished
from shared.contracts.parts import Occurrence, Venue
from shared.database import Database
from shared.messaging.inbox import receive
from tests.support.eventually import eventually

MANY = 10_000
BATCH = 500
PEOPLE = """
    INSERT INTO recipients (id, channel, address, address_hmac, country)
    SELECT gen_random_uuid(), %(channel)s, CASE %(channel)s
        WHEN 'sms' THEN '+3706' || lpad(i::text, 7, '0') ELSE 'person' || i || '@example.lt' END, md5(i::text), 'LT'
    FROM generate_series(1, %(many)s::int) AS i
"""
AUDIENCE = """
    INSERT INTO audience (subject_id, about, occasion_id, recipient_id, party, code, link, language, any_hour, state,
        version, told_version)
    SELECT gen_random_uuid(), 'registration', %(occasion)s, id, 2, 'K7M2PX', 'http://talka.test/r/abcdefghijklmnop',
        (ARRAY['lt', 'lt-simple', 'en', 'uk', 'ru', 'ar'])[1 + row_number() OVER () %% 6], false, 'confirmed', 1, 1
    FROM recipients
"""
PLAN = """
    INSERT INTO messages (id, recipient_id, channel, purpose, about, subject_id, subject_version, language,
        template_version, subject, body, state, rush, not_before, useful_until, next_attempt_at, cause_at,
        correlation_id)
    SELECT gen_random_uuid(), id, channel, 'event_changed', 'registration', gen_random_uuid(), 2, 'lt', 1, %(subject)s,
        %(body)s, 'queued', 1, now(), now() + interval '1 day', now(), now(), 'bench' FROM recipients
"""
CLAIM = """
    UPDATE messages AS m SET state = 'claimed', attempts = attempts + 1, lease_until = now() + interval '30 seconds'
    FROM recipients AS r WHERE r.id = m.recipient_id AND m.id IN (
        SELECT id FROM messages WHERE state = 'queued' AND rush = 1 ORDER BY next_attempt_at LIMIT %(batch)s
        FOR UPDATE SKIP LOCKED)
    RETURNING m.id, r.address, m.body
"""
DONE = "UPDATE messages SET state = 'accepted', handed_over_at = now() WHERE id = ANY(%(ids)s)"
BODY = "Kultūrų pažinimas: naujas laikas gruodžio 3 d. 17.00, Kultūros centras, Gedimino g. 40. Jūsų kodas K7M2PX. "
HandOver = Callable[[str, str, str], None]
Hands = Callable[[], AbstractContextManager[HandOver]]


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """Both channels, each against its bare pipeline."""
    sink = Sink(ground)
    for channel, hands in (("sms", partial(_by_http, sink.http)), ("email", partial(_by_smtp, sink.smtp))):
        yield from _told(ground, sink, channel, hands, rounds)


def people(url: str, channel: str, many: int) -> None:
    """So many people who are written to by this channel."""
    with psycopg.connect(url) as connection:
        connection.execute(PEOPLE, {"channel": channel, "many": many})


def _told(ground: Ground, sink: Sink, channel: str, hands: Hands, rounds: int) -> Iterator[Line]:
    ours, bare = ground.database("notifications"), ground.database("notifications")
    for url in (ours, bare):
        people(url, channel, MANY)
    work = ["-m", "flask", "--app", "services.notifications.app", "work"]
    worker = ground.run(f"telling-{channel}", work, settings_of("notifications", ours, **sink.variables()))
    contenders = {"ours": told(ground.opened(ours), sink, MANY), "bare": lambda: _bare(bare, sink, hands)}
    run = take_turns(contenders, rounds)
    worker.process.stop()
    name, first = f"{MANY:,} told by {channel}", run.middle("ours", "median_ms")
    yield compared(name, run, "ours", "bare", 0.5)
    yield Line(f"{name}: the first one out", f"{first:.0f} ms", "50 ms", first / 50, goal=1, at_most=True)


def told(database: Database, sink: Sink, many: int) -> Contender:
    """A round in which all people hear that a date was moved; `median_ms` is when the first one did."""

    def contender() -> Sample:
        event = _event()
        _arrive(database, event, 1)
        with psycopg.connect(database.dsn, autocommit=True) as connection:
            eventually(lambda: connection.execute("SELECT FROM inbox WHERE state = 'new'").fetchone() is None)
            connection.execute(AUDIENCE, {"occasion": event.occurrences[0].occurrence_id})
        settled(database.dsn)
        sink.forget()
        began = time.time()
        _arrive(database, _moved(event), 2)
        sample = _at_the_sink(sink, began, many)
        _all_written_down(database.dsn)
        return sample

    return contender


def _bare(url: str, sink: Sink, hands: Hands) -> Sample:
    settled(url)
    sink.forget()
    began = time.time()
    with psycopg.connect(url) as connection, hands() as hand_over:
        connection.execute(PLAN, {"subject": "Talka", "body": BODY})
        connection.commit()
        while claimed := connection.execute(CLAIM, {"batch": BATCH}).fetchall():
            connection.commit()
            for id_, address, body in claimed:
                hand_over(str(id_), address, body)
            connection.execute(DONE, {"ids": [id_ for id_, _, _ in claimed]})
            connection.commit()
    return _at_the_sink(sink, began, MANY)


def _at_the_sink(sink: Sink, began: float, many: int) -> Sample:
    """Wait until everybody has it, nobody twice."""
    eventually(lambda: sink.seen().came >= many, 120, every=0.1)
    time.sleep(0.5)
    seen = sink.seen()
    assert (seen.came, seen.people) == (many, many), f"{seen.people} people got {seen.came} messages"
    return Sample(many / (seen.last - began), median_ms=1000 * (seen.first - began))


def _all_written_down(url: str) -> None:
    """Every message that reached the gateway says so in the end."""
    open_ = "SELECT FROM messages WHERE state NOT IN ('accepted', 'delivered') LIMIT 1"
    with psycopg.connect(url, autocommit=True) as connection:
        eventually(lambda: connection.execute(open_).fetchone() is None, 30)


@contextmanager
def _by_http(port: int) -> Iterator[HandOver]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def hand_over(_id: str, address: str, body: str) -> None:
        connection.request("GET", "/cgi-bin/sendsms?" + urlencode({"to": address, "text": body}))
        connection.getresponse().read()

    yield hand_over
    connection.close()


@contextmanager
def _by_smtp(port: int) -> Iterator[HandOver]:
    server = smtplib.SMTP("127.0.0.1", port, "talka.test", timeout=30)
    server.ehlo()

    def hand_over(id_: str, address: str, body: str) -> None:
        mail = f"From: talka@talka.test\r\nTo: {address}\r\nMessage-ID: <{id_}@talka.test>\r\n\r\n{body}\r\n"
        server.sendmail("talka@talka.test", [address], mail.encode())

    yield hand_over
    server.quit()


def _event() -> EventPublished:
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=7)
    occurrence = Occurrence(
        occurrence_id=uuid7(),
        version=1,
        state="on",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        zone="Europe/Vilnius",
        venue=Venue(name="Kultūros centras", address="Gedimino g. 40, Kaišiadorys", access=("step_free",)),
    )
    return EventPublished(
        event_id=uuid7(),
        organisation_id=uuid7(),
        organisation="Kaišiadorių agentūra",
        kind="cultural_exchange",
        title={"lt": "Kultūrų pažinimas", "uk": "Знайомство з культурами", "en": "Getting to know cultures"},
        occurrences=(occurrence,),
    )


def _moved(event: EventPublished) -> EventChanged:
    old, day = event.occurrences[0], timedelta(days=1)
    moved = replace(old, version=2, starts_at=old.starts_at + day, ends_at=old.ends_at + day)
    return EventChanged(**vars(event) | {"occurrences": (moved,)})


def _arrive(database: Database, message: EventPublished | EventChanged, version: int) -> None:
    envelope = wrap("events", message, subject=message.event_id, version=version, correlation_id="bench")
    with database.transaction() as session:
        receive(session, [envelope.encode()])
