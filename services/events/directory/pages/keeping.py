"""Pages on which staff keep their organisation's entries: what waits, and one entry with all that is to be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import (
    MOST_MONTHS,
    REPORT_KINDS,
    STATUS_NAMES,
    NobodyToAsk,
    languages_missing,
)
from services.events.directory.pages.hours import corrections, labels
from services.events.directory.pages.public import WORDS, as_of_now
from services.events.directory.schemas import ApprovalForm, ChecksForm, EntryFilter, RejectionForm
from services.events.organisations.domain import HELPERS
from shared.errors import Invalid, _
from shared.languages import LANGUAGES, NAMES, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka

pages = Pages("directory_keeping", url_prefix="/organise/directory")
HELPING = staff(*HELPERS)
PER_PAGE = 20
DEEDS = {
    "entry_added": _("Entry added"),
    "entry_changed": _("Changed"),
    "entry_shown": _("Shown to everybody"),
    "entry_paused": _("Not offered just now"),
    "entry_ended": _("Taken off the directory"),
    "entry_checked": _("Checked by us"),
    "entry_confirmed": _("Confirmed by the provider"),
    "check_asked": _("Provider asked"),
    "checks_set": _("Checks changed: how often, and whom we ask"),
    "edit_proposed": _("Corrected by the provider"),
    "edit_approved": _("Correction taken over"),
    "edit_rejected": _("Correction rejected"),
    "report_settled": _("Report of an error settled"),
    "reports_read": _("Looked at the contact of somebody who reported an error"),
}
DONE = {
    "added": _("Added as a draft. Fill in the rest, then show it to everybody."),
    "changed": _("Saved."),
    "checked": _("Noted: all of it holds today."),
    "asked": _("A link is on its way to the provider."),
    "shown": _("Everybody can see it now."),
    "paused": _("Its page says now that it is not offered just now."),
    "ended": _("It is off the directory. You can show it again at any time."),
    "approved": _("Taken over. Everybody can see it now."),
    "rejected": _("Rejected. The entry stays as it was."),
    "settled": _("Settled. The contact is forgotten."),
}
"""What has just been done, as the page's address says it in `done` -> what people read of it."""
MONTHS = [(number, number) for number in range(1, MOST_MONTHS + 1)]


def asker_keeps() -> list[UUID]:
    """The organisations whose entries the asker may change."""
    return tokens.asker().organisations(*HELPERS)


@pages.get("/", allow=HELPING)
def entries(session: Session) -> Any:
    """What the asker's organisations keep, first of all what waits for somebody."""
    sent = {name: value for name, value in request.args.items() if value and name in {"search", "page"}}
    wrong = EntryFilter().validate(sent)
    filters = EntryFilter().load({name: value for name, value in sent.items() if name not in wrong})
    search = filters.get("search")
    found, more = queries.entries_kept(session, asker_keeps(), search=search, page=filters["page"], per_page=PER_PAGE)
    following = str(filters["page"] + 1) if more else None
    return render("directory/entries.html", entries=found, more=following, wanted={"search": search})


@pages.get("/<uuid:service_id>", allow=HELPING)
def entry(session: Session, service_id: UUID) -> Any:
    """One entry: what waits, what it says, when it is checked."""
    return shown(session, service_id)


def shown(session: Session, service_id: UUID, errors: dict[str, list[str]] | None = None, **typed: Any) -> str:
    """The page of an entry, with errors of a form on it. Raises NotFound for what others keep."""
    state = queries.entry_kept(session, asker_keeps(), service_id)
    whole = queries.entry(session, service_id)
    edit = queries.waiting_edit(session, service_id)
    done = "" if errors else DONE.get(request.args.get("done", ""), "")
    office = queries.office(session, service_id)
    changes = corrections(whole, edit["facts"] if edit else {})
    return render(
        "directory/entry.html",
        state=state,
        service=as_of_now(whole),
        edit=edit,
        changes=changes,
        others_at=queries.others_at(session, service_id, [one.place_id for one in changes if one.place_id]),
        statuses=STATUS_NAMES,
        reports=operations.read_reports(session, tokens.asker(), service_id),
        kinds=REPORT_KINDS,
        missing=languages_missing(whole),
        office=office,
        checks=typed or office,
        asks=queries.whom_to_ask(session, service_id),
        month_options=MONTHS,
        language_options=[(tag, NAMES[tag]) for tag in LANGUAGES],
        names=NAMES,
        done=gettext(done),
        errors=errors or {},
        **WORDS,
    )


def _done(service_id: UUID, done: str) -> Any:
    return redirect(f"/organise/directory/{service_id}?done={done}")


def _button(name: str, done: str, run: Callable[[Session, UUID], None]) -> None:
    """A page's button: what it does, and what is read of it afterwards."""

    def pressed(session: Session, service_id: UUID) -> Any:
        try:
            run(session, service_id)
        except NobodyToAsk as error:
            return shown(session, service_id, pages.errors(error)), 409
        return _done(service_id, done)

    pressed.__name__ = name
    pages.post(f"/<uuid:service_id>/{name}", allow=HELPING)(pressed)


def _renew(session: Session, service_id: UUID) -> None:
    operations.renew_check(session, talka().service.settings.public_url, tokens.asker(), service_id)


_button("ask", "asked", _renew)
_button("confirm", "checked", lambda session, id_: operations.confirm_entry(session, tokens.asker(), id_))
_button("show", "shown", lambda session, id_: operations.show_entry(session, tokens.asker(), id_))
_button("pause", "paused", lambda session, id_: operations.pause_entry(session, tokens.asker(), id_))
_button("end", "ended", lambda session, id_: operations.end_entry(session, tokens.asker(), id_))


@pages.post("/<uuid:service_id>/checks", allow=HELPING)
def checks(session: Session, service_id: UUID) -> Any:
    """Say how often it is checked, and whom to ask."""
    values, errors = pages.form(ChecksForm)
    if errors:
        return shown(session, service_id, errors, **values), 422
    operations.set_checks(session, tokens.asker(), service_id, **values)
    return _done(service_id, "changed")


@pages.post("/<uuid:service_id>/edits/<uuid:edit_id>/approve", allow=HELPING)
def approve(session: Session, service_id: UUID, edit_id: UUID) -> Any:
    """Take over what was chosen of a correction; of what cannot be, the page names the fact, and it waits on."""
    values, errors = pages.form(ApprovalForm)
    try:
        operations.approve_edit(session, tokens.asker(), edit_id, () if errors else values["facts"])
    except Invalid as error:  # NothingIsChosen too
        session.rollback()  # it was half taken over, and the page tells what waits
        called, found = labels(queries.entry(session, service_id)), pages.errors(error)
        said = [f"{called[name]}: {one}" if name in called else one for name, some in found.items() for one in some]
        return shown(session, service_id, {"_schema": said}), 422
    return _done(service_id, "approved")


@pages.post("/<uuid:service_id>/edits/<uuid:edit_id>/reject", allow=HELPING)
def reject(session: Session, service_id: UUID, edit_id: UUID) -> Any:
    """Leave the entry as it is, and say why."""
    values, errors = pages.form(RejectionForm)
    if errors:
        return shown(session, service_id, errors), 422
    operations.reject_edit(session, tokens.asker(), edit_id, values["reason"])
    return _done(service_id, "rejected")


@pages.post("/reports/<uuid:report_id>/settle", allow=HELPING)
def settle(session: Session, report_id: UUID) -> Any:
    """An error is dealt with."""
    return _done(operations.settle_report(session, tokens.asker(), report_id), "settled")


@pages.get("/<uuid:service_id>/history", allow=HELPING)
def history(session: Session, service_id: UUID) -> Any:
    """What was done to an entry, by whom."""
    found = queries.entry_kept(session, asker_keeps(), service_id)
    rows, more = queries.entry_history(session, service_id, limit=PER_PAGE, after=place(request.args.get("after")))
    return render("directory/history.html", entry=found, rows=rows, more=cursor(more), deeds=DEEDS)
