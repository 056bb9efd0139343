"""The page on which anybody says that something in an entry is wrong."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import REPORT_KINDS
from services.events.directory.pages.public import WORDS
from services.events.directory.schemas import ReportForm
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.speaking import options

pages = Pages("directory_reports", url_prefix="/directory/services")
TRIES = (Limited("directory-report", most=20, seconds=3600),)
"""A kiosk is one address for many people."""


@pages.get("/<uuid:service_id>/report", allow=anyone)
def report(session: Session, service_id: UUID) -> Any:
    """Ask what is wrong."""
    return _form(session, service_id, {}, {})


@pages.post("/<uuid:service_id>/report", allow=anyone, limits=TRIES)
def tell(session: Session, service_id: UUID) -> Any:
    """Tell those who keep the entry."""
    values, errors = pages.form(ReportForm)
    if errors:
        return _form(session, service_id, values, errors), 422
    operations.report_error(session, service_id, **values)
    return redirect(f"/directory/services/{service_id}?done=reported")


def _form(session: Session, service_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = queries.service_shown(session, service_id)
    kinds = options(REPORT_KINDS)
    return render("directory/report.html", service=found, kind_options=kinds, values=values, errors=errors, **WORDS)
