"""How often what a staff member may do has changed. Their token says it too, so an outdated one ends at once.

`events` counts; the other services follow its message. Who is not in the table never had a change.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.contracts.envelope import Envelope
from shared.contracts.events import StaffRightsChanged


class RightsColumns:
    """Columns of a service's `rights` table; `version` counts the changes of a person's rights."""

    __tablename__ = "rights"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


CHANGE = text(
    "INSERT INTO rights (person_id, version) VALUES (:person_id, 1) "
    "ON CONFLICT (person_id) DO UPDATE SET version = rights.version + 1 RETURNING version"
)
FOLLOW = text(
    "INSERT INTO rights (person_id, version) VALUES (:person_id, :version) "
    "ON CONFLICT (person_id) DO UPDATE SET version = greatest(rights.version, excluded.version)"
)
VERSION = text("SELECT version FROM rights WHERE person_id = :person_id")


def changed(session: Session, person_id: UUID) -> int:
    """Count a change of what the person may do: tokens issued before it are good no more. Answers the new version."""
    return int(session.execute(CHANGE, {"person_id": person_id}).scalar_one())


def version(session: Session, person_id: UUID) -> int:
    """How often the person's rights have changed."""
    return session.scalar(VERSION, {"person_id": person_id}) or 0


def hear(session: Session, message: StaffRightsChanged, envelope: Envelope) -> None:
    """Follow a change of which the events service tells; an older one changes nothing."""
    session.execute(FOLLOW, {"person_id": message.staff_id, "version": envelope.version})
