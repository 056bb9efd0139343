"""Erasing whoever reported an error. What is published of a provider is the provider's, and stays."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.events.directory.domain import FORGET
from services.events.directory.models import REPORTS
from services.events.directory.queries.held import entries_held, report_ids
from shared.contracts.parts import Remains, Whose
from shared.messaging import due
from shared.messaging.erasing import counted


def erase_reports(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Forget how to reach whoever reported errors; what was called off, and what stays."""
    found = report_ids(session, whose)
    session.execute(update(REPORTS).where(REPORTS.c.id.in_(found)).values(contact=None, said=""))
    for report_id in found:
        due.unschedule(session, FORGET, report_id)
    published = len(entries_held(session, whose))
    return (), counted(("error_report", len(found), "number_alone"), ("entry", published, "published"))
