"""JSON routes for what waits at entries: checks, corrections of providers, and errors that people have found."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.api.entries import ENTRY, HELPING, seen
from services.events.directory.domain import facts_now
from services.events.directory.schemas import (
    ApprovalForm,
    ChecksForm,
    ChecksView,
    CorrectionView,
    EntryItem,
    EntrySearch,
    EntryView,
    RejectionForm,
    ReportForm,
    ReportItem,
)
from services.events.organisations.domain import HELPERS
from shared.errors import NotFound
from shared.web import tokens
from shared.web.rest import Api, Limited, Page
from shared.web.rules import anyone
from shared.web.served import talka

api = Api("directory_checks", url_prefix="/api/events/v1")
TRIES = (Limited("directory-report", most=20, seconds=3600),)
"""Counted with those that are sent from the page."""


@api.get("/directory/entries", allow=HELPING, takes=EntrySearch, gives=EntryItem, paged=True)
def entries(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """What the asker's organisations keep: what waits for somebody first, then checks that are overdue."""
    keepers, page = tokens.asker().organisations(*HELPERS), int(after[0]) if after else 1
    found, more = queries.entries_kept(session, keepers, search=query.get("search"), page=page, per_page=query["limit"])
    return Page(found, (str(page + 1),) if more else None)


@api.get(f"{ENTRY}/checks", allow=HELPING, gives=ChecksView)
def checks(session: Session, service_id: UUID) -> Any:
    """How often an entry is checked, and whom we ask."""
    seen(session, service_id)
    return _checks(session, service_id)


@api.put(f"{ENTRY}/checks", allow=HELPING, takes=ChecksForm, gives=ChecksView)
def set_checks(session: Session, body: dict[str, Any], service_id: UUID) -> Any:
    """Say how often it is checked, and whom to ask; `for_all` counts for all entries of its provider."""
    operations.set_checks(session, tokens.asker(), service_id, **body)
    return _checks(session, service_id)


@api.post(f"{ENTRY}/ask", allow=HELPING, gives=EntryView)
def ask(session: Session, service_id: UUID) -> Any:
    """Ask the provider at once, by a new link in place of those that were sent."""
    operations.renew_check(session, talka().service.settings.public_url, tokens.asker(), service_id)
    return seen(session, service_id)


@api.post(f"{ENTRY}/confirm", allow=HELPING, gives=EntryView)
def confirm(session: Session, service_id: UUID) -> Any:
    """Note that staff have checked it, as by a call: all of it holds."""
    operations.confirm_entry(session, tokens.asker(), service_id)
    return seen(session, service_id)


@api.get(f"{ENTRY}/correction", allow=HELPING, gives=CorrectionView)
def correction(session: Session, service_id: UUID) -> Any:
    """What the provider has corrected and nobody has decided on; 404 if nothing waits."""
    service = seen(session, service_id)["service"]
    edit = queries.waiting_edit(session, service_id)
    if edit is None:
        raise NotFound
    return edit | {"now": facts_now(service, edit["facts"])}


@api.post("/directory/corrections/<uuid:edit_id>/approve", allow=HELPING, takes=ApprovalForm, gives=EntryView)
def approve(session: Session, body: dict[str, Any], edit_id: UUID) -> Any:
    """Take over the facts of a correction that are named, which checks the entry too."""
    return seen(session, operations.approve_edit(session, tokens.asker(), edit_id, body["facts"]))


@api.post("/directory/corrections/<uuid:edit_id>/reject", allow=HELPING, takes=RejectionForm, gives=EntryView)
def reject(session: Session, body: dict[str, Any], edit_id: UUID) -> Any:
    """Leave the entry as it is; the provider reads why by its link."""
    return seen(session, operations.reject_edit(session, tokens.asker(), edit_id, body["reason"]))


@api.get(f"{ENTRY}/reports", allow=HELPING, gives=ReportItem, paged=True)
def reports(session: Session, query: dict[str, Any], service_id: UUID, after: tuple[str, ...] | None) -> Page:
    """Errors in an entry that people have found and nobody has settled; a look at a contact is noted."""
    seen(session, service_id)
    found, start = operations.read_reports(session, tokens.asker(), service_id), int(after[0]) if after else 0
    end = start + query["limit"]
    return Page(found[start:end], (str(end),) if end < len(found) else None)


@api.post("/directory/services/<uuid:service_id>/reports", allow=anyone, takes=ReportForm, limits=TRIES)
def report(session: Session, body: dict[str, Any], service_id: UUID) -> None:
    """Tell those who keep an entry that something in it is wrong."""
    operations.report_error(session, service_id, **body)


@api.post("/directory/reports/<uuid:report_id>/settle", allow=HELPING, gives=EntryView)
def settle(session: Session, report_id: UUID) -> Any:
    """Note that an error is dealt with; the contact of whoever found it is forgotten."""
    return seen(session, operations.settle_report(session, tokens.asker(), report_id))


def _checks(session: Session, service_id: UUID) -> dict[str, Any]:
    asks = queries.whom_to_ask(session, service_id)
    return queries.office(session, service_id) | {"asks": (asks["email"] or asks["phone"]) if asks else None}
