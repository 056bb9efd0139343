"""Two small services for tests of the messaging: one tells, one hears, on real databases with the shared tables."""

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import MetaData, text
from sqlalchemy.orm import DeclarativeBase, Session

from shared.answers import AnswerColumns
from shared.contracts.envelope import Envelope
from shared.contracts.notifications import ReplyReceived
from shared.database import Database, metadata, ring
from shared.limits import LimitColumns
from shared.messaging import outbox
from shared.messaging.due import DueColumns
from shared.messaging.inbox import InboxColumns, ParkingColumns, SubscriptionColumns
from shared.messaging.outbox import OutboxColumns
from shared.messaging.service import Service
from shared.messaging.worker import run
from shared.settings import Settings
from tests.support.eventually import eventually
from tests.support.machine import Process
from tests.support.postgres import Postgres
from tests.support.services import environment


class Base(DeclarativeBase):
    metadata: ClassVar[MetaData] = metadata()


class OutboxMessage(OutboxColumns, Base):
    pass


class InboxMessage(InboxColumns, Base):
    pass


class ParkedMessage(ParkingColumns, Base):
    pass


class Subscription(SubscriptionColumns, Base):
    pass


class DueRow(DueColumns, Base):
    pass


class Answer(AnswerColumns, Base):
    pass


class Limit(LimitColumns, Base):
    pass


HEARD = text(
    "CREATE TABLE heard (seq bigint GENERATED ALWAYS AS IDENTITY, subject uuid NOT NULL, answer text NOT NULL)"
)
HEAR = text("INSERT INTO heard (subject, answer) VALUES (:subject, :answer)")


def hear(session: Session, message: ReplyReceived, _envelope: Envelope) -> None:
    """The listener of the hearing service."""
    session.execute(HEAR, {"subject": message.subject_id, "answer": message.answer})


def prepare(database: Database) -> None:
    """Make the tables."""
    with database.transaction() as session:
        Base.metadata.create_all(session.connection())
        session.execute(HEARD)


@dataclass
class Side:
    """A service, and what its tables hold; `transport` are the variables that say how it reaches the others."""

    service: Service
    transport: Mapping[str, str]

    @property
    def database(self) -> Database:
        return self.service.database

    def tell(self, *answers: str, subject: UUID | None = None, version: int = 1) -> None:
        """Publish replies with these answers, all in one transaction."""
        with self.database.transaction() as session:
            for answer in answers:
                about = subject or uuid4()
                message = ReplyReceived(answer=answer, about="registration", subject_id=about)
                outbox.publish(session, message, subject=about, version=version)

    def ask(self, sql: str, **values: object) -> Any:
        """The one value that a query gives."""
        with self.database.reading() as session:
            return session.execute(text(sql), values).scalar()

    def change(self, sql: str, **values: object) -> None:
        """Change rows behind everyone's back, and wake everyone."""
        with self.database.transaction() as session:
            session.execute(text(sql), values)
            for bell in ("outbox", "inbox", "due"):
                ring(session, bell)

    def heard(self) -> list[str]:
        """The answers heard, in order."""
        with self.database.reading() as session:
            return list(session.execute(text("SELECT answer FROM heard ORDER BY seq")).scalars())

    def unsent(self) -> int:
        return int(self.ask("SELECT count(*) FROM outbox WHERE published_at IS NULL"))

    def inbox(self, state: str) -> int:
        return int(self.ask("SELECT count(*) FROM inbox WHERE state = :state", state=state))

    def having(self, **changes: Any) -> "Side":
        """The same service with other listeners, handlers or loops."""
        return replace(self, service=replace(self.service, **changes))

    def doomed(self, moment: str, log: Path) -> Process:
        """A worker of this service in a process of its own, already standing still at the given moment."""
        env = {"DOOMED_TRANSPORT": json.dumps(dict(self.transport))}
        command = [sys.executable, "-m", "tests.support.doomed", moment, self.service.name, self.database.dsn]
        process = Process(command, log=log, env=env, cwd=Path(__file__).parents[2])
        eventually(lambda: "standing still" in process.text(), seconds=30)
        return process

    @contextmanager
    def working(self) -> Iterator[None]:
        """Its worker runs, as long as the block does."""
        stop = threading.Event()
        thread = threading.Thread(target=run, args=(self.service, stop), name=self.service.name)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(20)
            assert not thread.is_alive()


def side(name: str, url: str, subscriptions: Mapping[Any, Any], **transport: str) -> Side:
    """A service over a database of its own."""
    settings = Settings.from_env(name, environment(name, url, **transport))
    service = Service(name=name, settings=settings, database=Database(url), subscriptions=subscriptions)
    return Side(service, transport)


@dataclass
class Town:
    """`notifications` tells of replies, `events` hears of them."""

    teller: Side
    hearer: Side


@contextmanager
def town(postgres: Postgres, amqp_url: str | None) -> Iterator[Town]:
    """Both services on databases of their own, over RabbitMQ or without a broker."""
    telling, hearing = postgres.create("telling"), postgres.create("hearing")
    transport = (
        {"TALKA_TRANSPORT": "amqp", "TALKA_AMQP_URL": amqp_url}
        if amqp_url
        else {"TALKA_LOCAL_INBOXES": json.dumps({"events": hearing})}
    )
    made = Town(
        teller=side("notifications", telling, {}, **transport),
        hearer=side("events", hearing, {ReplyReceived: hear}, **transport),
    )
    for each in (made.teller, made.hearer):
        prepare(each.database)
    try:
        yield made
    finally:
        for each, url in ((made.teller, telling), (made.hearer, hearing)):
            each.database.close()
            postgres.drop(url)
