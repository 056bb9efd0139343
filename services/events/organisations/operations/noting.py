"""What is noted for the history of an organisation: who let whom in, added which partner, sent what to many."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.models import Organisation
from services.events.tables import AuditRow

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def note(
    session: Session, organisation_id: UUID | None, who: UUID, what: str, subject: UUID, *, detail: str = ""
) -> None:
    """Note in the audit what was done for the organisation, in the transaction in which it is done.

    `detail` is a role (two where one followed the other), a project's name, a number or what became of dates, nothing
    about a person.
    """
    deed = {"id": uuid7(), "who": who, "what": what, "subject": subject}
    session.execute(insert(AuditRow).values(deed | {"organisation_id": organisation_id, "detail": detail}))


def note_heard(
    session: Session,
    who: UUID,
    what: str,
    subject: UUID,
    at: datetime,
    *,
    organisation_id: UUID | None = None,
    detail: str = "",
) -> None:
    """Note what another service tells was done, `at` that moment (with its zone).

    The row's id is of that moment too, so that a history which is read by id has it where it belongs.
    """
    id_ = uuid7(nanoseconds=(at - EPOCH) // MICROSECOND * 1000)
    deed = {"id": id_, "who": who, "what": what, "subject": subject, "at": at}
    session.execute(insert(AuditRow).values(deed | {"organisation_id": organisation_id, "detail": detail}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided of a message to many: `approved`, `undone` or `stopped`, and for how many addresses."""

    campaign_id: UUID
    what: str
    people: int


def note_decision(session: Session, organisation_id: UUID, staff_id: UUID, decided: Decision, at: datetime) -> None:
    """Note what was decided of a message to many, `at` that moment (with its zone), for an organisation of ours."""
    if session.scalar(select(Organisation.id).where(Organisation.id == organisation_id)) is not None:
        what, number = f"campaign_{decided.what}", str(decided.people)
        note_heard(session, staff_id, what, decided.campaign_id, at, organisation_id=organisation_id, detail=number)
