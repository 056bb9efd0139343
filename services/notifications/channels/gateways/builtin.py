"""The built-in phone and mailbox of the embedded run: a table that a page shows. Nothing leaves the machine.

Its key is the message's id, so a message handed over twice arrives once, and it can be asked what became of one.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.channels.domain.gateway import Accepted, Outcome, OutgoingMail, OutgoingSms, Retry
from shared.database import Database

_ARRIVE = text(
    "INSERT INTO mailbox (message_id, channel, address, subject, body, calendar, unsubscribe_url) "
    "VALUES (:id, :channel, :address, :subject, :body, :calendar, :unsubscribe_url) ON CONFLICT DO NOTHING"
)
_FIND = text("SELECT true FROM mailbox WHERE message_id = :id")


class _BuiltIn:
    name = "builtin"
    connections = 8  # each is a connection of the database's pool

    def __init__(self, database: Database) -> None:
        self._database = database

    def close(self) -> None:
        """The database's connections are its own."""

    def look_up(self, message_id: UUID) -> Outcome:
        """Whether it has arrived; if not, it certainly was not handed over."""
        with self._database.reading() as session:
            arrived = session.scalar(_FIND, {"id": message_id})
        return Accepted(str(message_id), delivered=True) if arrived else Retry(None, "not arrived")

    def _arrive(self, message_id: UUID, **columns: object) -> Outcome:
        """A database that is away is no doubt: whatever became of this try, the next one changes nothing twice."""
        optional = {"subject": None, "calendar": None, "unsubscribe_url": None}
        try:
            with self._database.transaction() as session:
                session.execute(_ARRIVE, optional | columns | {"id": message_id})
        except SQLAlchemyError as error:
            return Retry(None, type(error).__name__)
        return Accepted(str(message_id), delivered=True)


class BuiltInPhone(_BuiltIn):
    """Every phone there is, in a table."""

    def send(self, message: OutgoingSms) -> Outcome:
        """Let it arrive."""
        return self._arrive(message.message_id, channel="sms", address=message.to, body=message.sms.text)


class BuiltInMailbox(_BuiltIn):
    """Every mailbox there is, in a table."""

    def send(self, message: OutgoingMail) -> Outcome:
        """Let it arrive."""
        return self._arrive(
            message.message_id,
            channel="email",
            address=message.to,
            subject=message.subject,
            body=message.body,
            calendar=message.calendar.ics if message.calendar else None,
            unsubscribe_url=message.unsubscribe_url,
        )
