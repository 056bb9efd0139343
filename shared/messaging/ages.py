"""How old the oldest unfinished work is. Age, not number, says whether messages flow: a burst is no standstill."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

OLDEST = text("""
SELECT
  extract(epoch FROM now() - (SELECT created_at FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT 1)),
  extract(epoch FROM now() - (SELECT received_at FROM inbox WHERE state = 'new' ORDER BY seq LIMIT 1)),
  extract(epoch FROM now() - (SELECT due_at FROM due WHERE due_at < now() ORDER BY due_at LIMIT 1)),
  (SELECT count(*) FROM inbox WHERE state = 'parked') + (SELECT count(*) FROM parking),
  extract(epoch FROM now() - least(
    (SELECT min(received_at) FROM inbox WHERE state = 'parked'), (SELECT min(parked_at) FROM parking)))
""")


@dataclass(frozen=True, kw_only=True)
class Ages:
    """Seconds since the oldest message was written and not yet sent, received and not yet heard, due and not yet done.

    Zero where nothing waits. `parked` counts messages that wait for a person, since `oldest_parked` seconds.
    """

    outbox: float
    inbox: float
    due: float
    parked: int
    oldest_parked: float


def ages(session: Session) -> Ages:
    """The ages in this service's database now."""
    outbox, inbox, due, parked, oldest_parked = session.execute(OLDEST).one()
    return Ages(
        outbox=float(outbox or 0),
        inbox=float(inbox or 0),
        due=float(due or 0),
        parked=parked,
        oldest_parked=float(oldest_parked or 0),
    )
