"""Errors that people find in entries, told without an account."""

from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.directory import queries
from services.events.directory.domain import CONTACT_KEPT, FORGET, FORGET_WORDS, SETTLED_KEPT
from services.events.directory.models import REPORTS
from services.events.directory.operations.checking import kept, locked
from services.events.organisations.domain import Person, Wait
from services.events.organisations.operations import await_staff, wait_no_more
from shared.audit import audit
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import due


def report_error(session: Session, service_id: UUID, kind: str, said: str = "", contact: str | None = None) -> None:
    """Tell the keeper that something in an entry is wrong. Raises NotFound for what is not shown."""
    queries.service_shown(session, service_id)
    keeper_id = locked(session, service_id).keeper_id
    report_id = uuid7()
    facts = {"id": report_id, "service_id": service_id, "kind": kind, "said": said, "contact": contact}
    session.execute(insert(REPORTS).values(facts))
    if contact:
        due.schedule(session, FORGET, report_id, moment(session) + CONTACT_KEPT)
    await_staff(session, keeper_id, Wait.REPORT, report_id)


def settle_report(session: Session, person: Person, report_id: UUID) -> UUID:
    """Note that a report is dealt with, forget whose it was, and give the entry's id. Twice is as once.

    What they wrote is kept for 90 days more, should they ask.

    Raises NotFound or Forbidden.
    """
    service_id: UUID | None = session.scalar(select(REPORTS.c.service_id).where(REPORTS.c.id == report_id))
    if service_id is None:
        raise NotFound
    kept(session, person, service_id)
    open_ = (REPORTS.c.id == report_id, REPORTS.c.settled_at.is_(None))
    settled = update(REPORTS).where(*open_).values(settled_at=func.now(), contact=None)
    if session.scalar(settled.returning(REPORTS.c.id)):
        due.unschedule(session, FORGET, report_id)
        wait_no_more(session, report_id)
        due.schedule(session, FORGET_WORDS, report_id, moment(session) + SETTLED_KEPT)
        audit(session, person.id, "report_settled", service_id)
    return service_id


def forget_contact(session: Session, report_id: UUID) -> None:
    """Forget how to reach whoever reported it, now that it was kept for long enough."""
    session.execute(update(REPORTS).where(REPORTS.c.id == report_id).values(contact=None))


def forget_words(session: Session, report_id: UUID) -> None:
    """Forget what somebody wrote, 90 days after it was dealt with; which kind of error it was stays."""
    session.execute(update(REPORTS).where(REPORTS.c.id == report_id).values(said=""))


def read_reports(session: Session, person: Person, service_id: UUID) -> list[dict[str, object]]:
    """The open reports on an entry; a look at somebody's contact is noted in the audit."""
    found = queries.open_reports(session, service_id)
    if any(one["contact"] for one in found):
        audit(session, person.id, "reports_read", service_id)
    return found
