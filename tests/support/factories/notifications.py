"""What the other services tell notifications, and a notifications service that hears it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Row, text
from uuid_utils.compat import uuid7

from services.notifications.app import compose, create_app
from services.notifications.channels.listeners import Delivery
from shared.contracts import events, volunteers
from shared.contracts.envelope import Message, wrap
from shared.contracts.parts import Contact, Occurrence, Shift, Venue
from shared.messaging.inbox import receive
from shared.messaging.listening import process_inbox
from shared.messaging.service import Service
from shared.messaging.worker import run
from shared.settings import Settings

PHONE = "+37061234567"
EMAIL = "ona@example.lt"
TITLE = {"lt": "Kultūrų pažinimas", "uk": "Знайомство з культурами", "en": "Getting to know cultures"}
WORK = {"lt": "Pasitikimas", "uk": "Зустріч гостей", "en": "Welcoming"}
VENUE = Venue(name="Kultūros centras", address="Gedimino g. 40, Kaišiadorys", access=("step_free",))


def by_sms(language: str = "lt", phone: str = PHONE, *, any_hour: bool = False) -> Contact:
    """Somebody who is written to by SMS."""
    return Contact(channel="sms", phone=phone, language=language, any_hour=any_hour)


def by_email(language: str = "lt", email: str = EMAIL) -> Contact:
    """Somebody who is written to by e-mail."""
    return Contact(channel="email", email=email, language=language)


NOBODY = Contact(channel="none", language="lt")


def days(number: float) -> datetime:
    """So many days from now, on the minute."""
    return (datetime.now(UTC) + timedelta(days=number)).replace(second=0, microsecond=0)


def an_occurrence(**facts: Any) -> Occurrence:
    """An occurrence in a week, for two hours."""
    starts_at = facts.setdefault("starts_at", days(7))
    return Occurrence(
        **{
            "occurrence_id": uuid7(),
            "version": 1,
            "state": "on",
            "ends_at": starts_at + timedelta(hours=2),
            "zone": "Europe/Vilnius",
            "venue": VENUE,
        }
        | facts
    )


def smtp_settings(port: int) -> dict[str, str]:
    """What an operator sets for a mail server on this machine."""
    return {
        "TALKA_SMTP_HOST": "127.0.0.1",
        "TALKA_SMTP_PORT": str(port),
        "TALKA_SMTP_SECURITY": "none",
        "TALKA_SMTP_SENDER": "talka@talka.test",
        "TALKA_GATEWAY_CONNECTIONS": "4",
    }


def kannel_settings(callback_port: int, url: str = "http://127.0.0.1:1/cgi-bin/sendsms") -> dict[str, str]:
    """What an operator sets for Kannel; without a URL it cannot be reached."""
    return {
        "TALKA_KANNEL_URL": url,
        "TALKA_KANNEL_USER": "talka",
        "TALKA_KANNEL_PASSWORD": "talka",
        "TALKA_KANNEL_SENDER": "1234",
        "TALKA_KANNEL_CALLBACK_URL": f"http://127.0.0.1:{callback_port}",
        "TALKA_KANNEL_CALLBACK_SECRET": "only for tests, and as long as asked for",
        "TALKA_GATEWAY_CONNECTIONS": "4",
    }


@dataclass
class Event:
    """An event that is published, changed and cancelled, as the events service tells it."""

    occurrences: list[Occurrence] = field(default_factory=lambda: [an_occurrence()])
    event_id: UUID = field(default_factory=uuid7)
    organisation_id: UUID = field(default_factory=uuid7)
    title: dict[str, str] = field(default_factory=lambda: dict(TITLE))
    version: int = 0

    def _facts(self) -> dict[str, Any]:
        self.version += 1
        return {
            "event_id": self.event_id,
            "organisation_id": self.organisation_id,
            "organisation": "Kaišiadorių agentūra",
            "kind": "cultural_exchange",
            "title": self.title,
            "occurrences": tuple(self.occurrences),
        }

    def published(self) -> events.EventPublished:
        """It can be registered for."""
        return events.EventPublished(**self._facts())

    def changed(self, number: int = 0, **facts: Any) -> events.EventChanged:
        """One occurrence moved in time or place, or was cancelled, which raises its version."""
        old = self.occurrences[number]
        if "starts_at" in facts:
            facts.setdefault("ends_at", facts["starts_at"] + (old.ends_at - old.starts_at))
        self.occurrences[number] = replace(old, version=old.version + 1, **facts)
        return events.EventChanged(**self._facts())

    def renamed(self, title: dict[str, str]) -> events.EventChanged:
        """The words changed, nothing that people were told of."""
        self.title = title
        return events.EventChanged(**self._facts())

    def cancelled(self, reason: dict[str, str] | None = None) -> events.EventCancelled:
        """It does not take place."""
        self.occurrences = [
            replace(occurrence, version=occurrence.version + 1, state="cancelled") for occurrence in self.occurrences
        ]
        return events.EventCancelled(**self._facts(), reason=reason or {})

    def party(self, number: int = 0, **facts: Any) -> dict[str, Any]:
        """The facts of a registration for one of its occurrences."""
        registration_id = facts.setdefault("registration_id", uuid7())
        return {
            "event_id": self.event_id,
            "occurrence_id": self.occurrences[number].occurrence_id,
            "party": 2,
            "code": "K7M2PX",
            "link": f"http://talka.test/r/{str(registration_id)[-16:]}",
            "contact": by_sms(),
        } | facts

    def confirmed(self, number: int = 0, **facts: Any) -> events.RegistrationConfirmed:
        """A party registers."""
        return events.RegistrationConfirmed(**self.party(number, **facts))


def a_shift(**facts: Any) -> Shift:
    """A shift in a week."""
    starts_at = facts.setdefault("starts_at", days(7))
    return Shift(
        **{
            "shift_id": uuid7(),
            "version": 1,
            "event_id": uuid7(),
            "occurrence_id": uuid7(),
            "title": WORK,
            "event_title": TITLE,
            "organisation": "Kaišiadorių agentūra",
            "ends_at": starts_at + timedelta(hours=2),
            "zone": "Europe/Vilnius",
            "venue": VENUE,
        }
        | facts
    )


def a_sign_up(shift: Shift, **facts: Any) -> volunteers.SignUpConfirmed:
    """A volunteer signs up."""
    known: dict[str, Any] = {
        "sign_up_id": uuid7(),
        "volunteer_id": uuid7(),
        "contact": by_sms("uk"),
        "link": "http://talka.test/volunteer/",
        "shift": shift,
    }
    return volunteers.SignUpConfirmed(**known | facts)


SUBJECTS = ("registration_id", "sign_up_id", "event_id", "offer_id", "request_id", "referral_id", "service_id")


class Town:
    """A composed notifications service on a database of its own, told things and sending them, step by step."""

    def __init__(self, settings: Settings) -> None:
        self.service: Service = compose(settings)
        self.database = self.service.database
        self.terms = self.service.due["tell_note"].args[0]  # type: ignore[attr-defined] # as the handlers get them
        self.delivery: Delivery = self.service.loops["delivery"].__self__  # type: ignore[attr-defined] # a bound method

    def hear(self, message: Message, version: int | None = None, **more: Any) -> None:
        """A message arrives and is worked off; an event's version is taken from how often it was told."""
        self.arrive(message, version, **more)
        self.work()

    def arrive(
        self, message: Message, version: int | None = None, *, at: datetime | None = None, subject: UUID | None = None
    ) -> None:
        """A message arrives in the inbox; without a subject it is about the thing it names."""
        subject = subject or next((getattr(message, name) for name in SUBJECTS if hasattr(message, name)), uuid7())
        if isinstance(message, volunteers.ShiftChanged | volunteers.ShiftCancelled):
            subject, version = message.shift.shift_id, message.shift.version
        envelope = wrap(
            message.type.split(".", 1)[0], message, subject=subject, version=version or 1, correlation_id="c0ffee"
        )
        body = replace(envelope, time=at or datetime.now(UTC)).encode()
        with self.database.transaction() as session:
            receive(session, [body])

    def hear_event(self, event: Event, message: Message) -> None:
        """What became of an event arrives, in the version it was told in."""
        self.hear(message, event.version)

    def work(self) -> None:
        """Work off the inbox."""
        while process_inbox(self.service):
            pass

    def due(self, kind: str, subject_id: UUID) -> None:
        """What was due at a moment is done."""
        with self.database.transaction() as session:
            self.service.due[kind](session, subject_id)

    def do_all_due(self, kind: str) -> int:
        """Everything of this kind is done, whenever it was due; answers how much that was."""
        subjects = [
            row.subject_id for row in self.rows("DELETE FROM due WHERE kind = :kind RETURNING subject_id", kind=kind)
        ]
        for subject_id in subjects:
            self.due(kind, subject_id)
        return len(subjects)

    def send(self) -> int:
        """Hand over all that is due, in this thread; answers how many tries that were."""
        tries = 0
        while claimed := self.delivery._claim():
            self.delivery._hand_over(claimed)
            self.delivery._record(self.delivery._results.get() or [])
            self.delivery._done(len(claimed))
            tries += len(claimed)
        return tries

    def rows(self, sql: str, **values: Any) -> list[Row[*tuple[Any, ...]]]:
        """The rows that a statement gives."""
        with self.database.transaction() as session:
            return list(session.execute(text(sql), values).all())

    def messages(self, **equal: Any) -> list[Row[*tuple[Any, ...]]]:
        """Messages with their addresses, oldest first, where the columns are equal to what is given."""
        rows = self.rows(
            "SELECT m.*, r.address FROM messages m JOIN recipients r ON r.id = m.recipient_id ORDER BY m.id"
        )
        return [row for row in rows if all(getattr(row, name) == value for name, value in equal.items())]

    def fates(self) -> list[tuple[str, str, str | None]]:
        """Purpose, state and reason of every message, oldest first."""
        return [(row.purpose, row.state, row.reason) for row in self.messages()]

    def arrived(self) -> list[Row[*tuple[Any, ...]]]:
        """What arrived in the built-in phone and mailbox, oldest first."""
        return self.rows(
            "SELECT b.*, m.purpose, m.language, m.subject_id FROM mailbox b JOIN messages m ON m.id = b.message_id "
            "ORDER BY b.arrived_at"
        )

    def published(self) -> list[str]:
        """The types of what notifications has told the others, oldest first."""
        return [row.type for row in self.rows("SELECT type FROM outbox ORDER BY seq")]


@contextmanager
def working(town: Town) -> Iterator[None]:
    """The whole worker of the service runs meanwhile."""
    stop = threading.Event()
    worker = threading.Thread(target=run, args=(town.service, stop))
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


@contextmanager
def web_side(town: Town) -> Iterator[Flask]:
    """The service's web side over the same database."""
    app = create_app(town.service.settings)
    yield app
    app.extensions["talka"].service.database.close()


NewTown = Callable[..., Town]
"""Makes a town with further settings: `new_town(TALKA_QUIET_HOURS="off")`."""
