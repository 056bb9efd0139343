"""What the directory keeps under an address, for its owner: errors reported, and entries that have it.

People type a phone in any way there, so all are read and compared.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select, null, select
from sqlalchemy.orm import Session

from services.events.directory.models import REPORTS, TABLES
from shared.addresses import phone
from shared.contracts.parts import Thing, Whose
from shared.errors import Invalid
from shared.languages import DEFAULT, text_for
from shared.messaging.erasing import thing

KEPT = tuple(TABLES[name] for name in ("service", "organization"))
MAILS = (*(table.c.email for table in (*KEPT, TABLES["contact"])), *(table.c.check_email for table in KEPT))
PHONES = (TABLES["phone"].c.number, *(table.c.check_phone for table in KEPT))
"""Where an entry has the address of a provider, of its office or of somebody there: published, or for us to ask."""


def reports_held(session: Session, whose: Whose) -> list[Thing]:
    """The errors that somebody reported who left this address."""
    found = select(REPORTS).where(REPORTS.c.id.in_(report_ids(session, whose))).order_by(REPORTS.c.id)
    return [
        thing("error_report", contact=one.contact, note=one.said, made_at=one.reported_at)
        for one in session.execute(found)
    ]


def report_ids(session: Session, whose: Whose) -> list[UUID]:
    """Of the reports that still say whose they are."""
    kept = select(REPORTS.c.id, REPORTS.c.contact).where(REPORTS.c.contact.is_not(None))
    return [report_id for report_id, contact in session.execute(kept) if _is(contact, whose)]


def _is(contact: str, whose: Whose) -> bool:
    if whose.email:
        return contact.strip().lower() == whose.email.lower()
    try:
        return phone(contact).e164 == whose.phone
    except Invalid:
        return False


def entries_held(session: Session, whose: Whose) -> list[Thing]:
    """Each place in an entry that has the address, with the name of what it is the address of."""
    return [
        thing("entry", name=_called(named), contact=address)
        for column in (MAILS if whose.email else PHONES)
        for address, named in session.execute(_filled(column))
        if _is(address, whose)
    ]


def _filled(column: Column[str]) -> Select[tuple[str, Any]]:
    named = column.table.c.get("name")
    wanted = select(column, null() if named is None else named).where(column.is_not(None))
    return wanted.order_by(column.table.c.id)


def _called(named: dict[str, str] | str | None) -> str | None:
    """A text for people in Lithuanian, the name of a person as it is; a phone that is published has none."""
    return text_for(named, DEFAULT)[0] if isinstance(named, dict) else named
