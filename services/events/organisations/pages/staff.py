"""The page on which owners say who works for their organisation and as what."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations import operations, queries
from services.events.organisations.domain import ROLE_NAMES, LastOwner, Role, StaffIsThere
from services.events.organisations.schemas import DutyPhone, NewStaff, RoleChange
from shared.errors import NotFound, _
from shared.languages import LANGUAGES, NAMES, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("staff", url_prefix="/organise/organisations")
OWNERS = staff(Role.OWNER)
MOST = 100
"""People of one organisation that its page shows; a town's have a dozen."""
DONE = {
    "added": _("Added. A link to sign in is on its way by e-mail."),
    "phone": _("Saved."),
    "changed": _("The role is changed. Whoever it is signs in anew."),
    "ended": _("Their work here has ended, and with it every sign-in."),
}
"""What has just been done, as the page's address says it in `done` -> what people read of it."""


@pages.get("/", allow=OWNERS)
def owned(session: Session) -> Any:
    """The organisations one owns, or at once the only one."""
    found = queries.organisations(session, tokens.asker().organisations(Role.OWNER))
    if len(found) == 1:
        return redirect(f"/organise/organisations/{found[0]['id']}/staff")
    return render("organisations/owned.html", organisations=found)


@pages.get("/<uuid:organisation_id>/staff", allow=OWNERS)
def people(session: Session, organisation_id: UUID) -> Any:
    """Who works here and as what; the look is noted in the audit."""
    return _people(session, organisation_id, {}, {})


@pages.post("/<uuid:organisation_id>/staff", allow=OWNERS)
def add(session: Session, organisation_id: UUID) -> Any:
    """Let somebody work here, and send them a link to sign in."""
    values, errors = pages.form(NewStaff)
    if errors:
        return _people(session, organisation_id, values, errors), 422
    try:
        operations.add_staff(session, tokens.asker(), organisation_id, **values)
    except StaffIsThere as there:
        return _people(session, organisation_id, pages.typed(NewStaff), {"email": pages.errors(there)["_schema"]}), 409
    operations.request_sign_in(session, values["email"], talka().service.settings.public_url)
    return _back(organisation_id, "added")


@pages.post("/<uuid:organisation_id>/duty-phone", allow=OWNERS)
def change_duty_phone(session: Session, organisation_id: UUID) -> Any:
    """Keep the phone that is written to when somebody may be in need, or none."""
    values, errors = pages.form(DutyPhone)
    if errors:
        return _people(session, organisation_id, values, errors), 422
    operations.set_duty_phone(session, tokens.asker(), organisation_id, values["duty_phone"])
    return _back(organisation_id, "phone")


@pages.post("/<uuid:organisation_id>/staff/<uuid:staff_id>/role", allow=OWNERS)
def change_role(session: Session, organisation_id: UUID, staff_id: UUID) -> Any:
    """Give somebody another role."""
    values, errors = pages.form(RoleChange)
    if errors:
        return _people(session, organisation_id, {}, errors), 422
    try:
        operations.change_role(session, tokens.asker(), organisation_id, staff_id, role=values["role"])
    except LastOwner as last:
        return _people(session, organisation_id, {}, pages.errors(last)), 409
    return _back(organisation_id, "changed")


@pages.post("/<uuid:organisation_id>/staff/<uuid:staff_id>/end", allow=OWNERS)
def end(session: Session, organisation_id: UUID, staff_id: UUID) -> Any:
    """End somebody's work here."""
    try:
        operations.remove_staff(session, tokens.asker(), organisation_id, staff_id)
    except LastOwner as last:
        return _people(session, organisation_id, {}, pages.errors(last)), 409
    return _back(organisation_id, "ended")


def _back(organisation_id: UUID, done: str) -> Any:
    return redirect(f"/organise/organisations/{organisation_id}/staff?done={done}")


def _people(session: Session, organisation_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found, _more = operations.read_staff(session, tokens.asker(), organisation_id, limit=MOST)
    named = queries.organisations(session, [organisation_id])
    if not named:
        raise NotFound
    done = DONE.get(request.args.get("done", "")) if not errors else None
    return render(
        "organisations/staff.html",
        organisation=named[0],
        people=found,
        values={"role": Role.ORGANISER, "language": "lt", "duty_phone": named[0]["duty_phone"] or ""} | values,
        errors=errors,
        done=gettext(done) if done else "",
        roles=ROLE_NAMES,
        role_options=options(ROLE_NAMES),
        language_options=[(tag, NAMES[tag]) for tag in LANGUAGES],
        names=NAMES,
        own_id=tokens.asker().id,
    )
