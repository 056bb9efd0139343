"""The transport without a broker: outbox rows go straight into the inboxes of the services that listen.

What a service listens to stands in the `subscriptions` table of its own database, as bindings stand in the broker.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared.database import Database
from shared.messaging.inbox import receive
from shared.messaging.relay import Handed, Row
from shared.messaging.topology import matches

FORGET = text("DELETE FROM subscriptions WHERE pattern <> ALL(CAST(:patterns AS text[]))")
SUBSCRIBE = text(
    "INSERT INTO subscriptions (pattern) SELECT * FROM unnest(CAST(:patterns AS text[])) ON CONFLICT DO NOTHING"
)
PATTERNS = text("SELECT pattern FROM subscriptions")
UNROUTABLE = "no service listens to this type"


def subscribe(session: Session, patterns: Sequence[str]) -> None:
    """Let exactly these patterns be what the service of this database listens to."""
    session.execute(FORGET, {"patterns": list(patterns)})
    session.execute(SUBSCRIBE, {"patterns": list(patterns)})


class Local:
    """The relay's transport into the databases of all services; the sender's own is among them."""

    def __init__(self, inboxes: Mapping[str, str]) -> None:
        self._databases = {service: Database(url, pool_size=1) for service, url in inboxes.items()}

    def publish(self, rows: Sequence[Row]) -> Handed:
        """Write and commit there; a service that has never subscribed yet may still want them, so all wait for it."""
        try:
            wanted = {service: self._patterns(service) for service in self._databases}
            if missing := [service for service, patterns in wanted.items() if not patterns]:
                return Handed(away=f"not yet subscribed: {', '.join(missing)}")
            return self._deliver(rows, wanted)
        except DBAPIError as error:
            return Handed(away=repr(error.orig))

    def close(self) -> None:
        """Give back all connections."""
        for database in self._databases.values():
            database.close()

    def _patterns(self, service: str) -> list[str]:
        with self._databases[service].reading() as session:
            return list(session.execute(PATTERNS).scalars())

    def _deliver(self, rows: Sequence[Row], wanted: Mapping[str, list[str]]) -> Handed:
        heard: set[str] = set()
        for service, patterns in wanted.items():
            types = {kind for kind in {row.type for row in rows} if any(matches(pattern, kind) for pattern in patterns)}
            if types:
                with self._databases[service].transaction() as session:
                    receive(session, [row.body for row in rows if row.type in types])
            heard |= types
        refused = {row.id: UNROUTABLE for row in rows if row.type not in heard}
        return Handed(sent=[row.id for row in rows if row.type in heard], refused=refused)
