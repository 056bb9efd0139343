"""What the directory keeps under an address, for its owner: errors reported, and entries that publish it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.directory.models import REPORTS, SERVICES, TABLES
from shared.addresses import phone
from shared.contracts.parts import Thing, Whose
from shared.errors import Invalid
from shared.messaging.erasing import thing, under

PUBLISHED = (SERVICES.c.email, TABLES["organization"].c.email, TABLES["contact"].c.email)


def reports_held(session: Session, whose: Whose) -> list[Thing]:
    """The errors that somebody reported who left this address."""
    found = select(REPORTS).where(REPORTS.c.id.in_(report_ids(session, whose))).order_by(REPORTS.c.id)
    return [
        thing("error_report", contact=one.contact, note=one.said, made_at=one.reported_at)
        for one in session.execute(found)
    ]


def report_ids(session: Session, whose: Whose) -> list[UUID]:
    """Of the reports that still say whose they are; people type their phone there in any way."""
    kept = select(REPORTS.c.id, REPORTS.c.contact).where(REPORTS.c.contact.is_not(None))
    return [report_id for report_id, contact in session.execute(kept) if _is(contact, whose)]


def _is(contact: str, whose: Whose) -> bool:
    if whose.email:
        return contact.strip().lower() == whose.email.lower()
    try:
        return phone(contact).e164 == whose.phone
    except Invalid:
        return False


def entries_with(session: Session, whose: Whose) -> int:
    """How many entries have the address as that of a provider or its office: published, or for us to ask."""
    offices = (SERVICES, TABLES["organization"])
    wanted = [under(whose, email=column) for column in PUBLISHED]
    wanted += [under(whose, table.c.check_phone, table.c.check_email) for table in offices]
    return sum(session.scalars(select(func.count()).where(one)).one() for one in wanted)
