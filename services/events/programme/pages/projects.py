"""Pages about projects: who takes part, and what is carried out towards them. Owners of the lead say who takes part."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations import operations
from services.events.organisations.domain import PART_NAMES, Part, Role
from services.events.organisations.queries import organisations, project, projects
from services.events.organisations.schemas import NewPartner
from services.events.programme.domain import KIND_NAMES, STATE_NAMES
from services.events.programme.queries import events_of_project
from shared.errors import Conflict, Invalid, _
from shared.languages import LANGUAGES, NAMES, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("projects", url_prefix="/organise/projects")
PAGE = 20
DONE = {
    "added": _("The organisation takes part."),
    "sent": _("The organisation takes part, and its owner gets a link to sign in by e-mail."),
    "ended": _("The organisation takes part no more."),
}
"""What has just been done, as the page's address says it in `done` -> what people read of it."""


@pages.get("/", allow=staff())
def every(session: Session) -> Any:
    """The projects that the asker's organisations lead or take part in."""
    return render("programme/projects.html", projects=projects(session, tokens.asker().roles))


@pages.get("/<uuid:project_id>", allow=staff())
def one(session: Session, project_id: UUID) -> Any:
    """One project: its partners, and its events with how full they are."""
    return _one(session, project_id, {}, {})


@pages.post("/<uuid:project_id>/partners", allow=staff(Role.OWNER))
def add(session: Session, project_id: UUID) -> Any:
    """Let an organisation take part; the owner of one that is new here is sent a link."""
    values, errors = pages.form(NewPartner)
    if errors:
        return _one(session, project_id, values, errors), 422
    try:
        owner = operations.add_partner(session, tokens.asker(), project_id, **values)
    except (Conflict, Invalid) as error:
        wrong = pages.errors(error)
        named = wrong if isinstance(error, Invalid) else {"name": wrong["_schema"]}
        return _one(session, project_id, pages.typed(NewPartner), named), 422 if isinstance(error, Invalid) else 409
    if owner:
        operations.request_sign_in(session, owner, talka().service.settings.public_url)
    return redirect(f"/organise/projects/{project_id}?done={'sent' if owner else 'added'}")


@pages.post("/<uuid:project_id>/partners/<uuid:organisation_id>/end", allow=staff(Role.OWNER))
def end(session: Session, project_id: UUID, organisation_id: UUID) -> Any:
    """End an organisation's part."""
    operations.remove_partner(session, tokens.asker(), project_id, organisation_id)
    return redirect(f"/organise/projects/{project_id}?done=ended")


def _one(session: Session, project_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = project(session, tokens.asker().roles, project_id)
    events, more = events_of_project(session, project_id, limit=PAGE, after=place(request.args.get("after")))
    theirs = organisations(session, {event["organisation_id"] for event in events})  # also of those who left
    done = DONE.get(request.args.get("done", "")) if not errors else None
    return render(
        "programme/project.html",
        project=found,
        leading=tokens.asker().roles.get(found["lead_id"]) == Role.OWNER,
        events=events,
        more=cursor(more),
        organisations={row["id"]: row["name"] for row in theirs},
        values={"part": Part.PARTNER, "language": "lt"} | values,
        errors=errors,
        done=gettext(done) if done else "",
        parts=PART_NAMES,
        part_options=options(PART_NAMES),
        language_options=[(tag, NAMES[tag]) for tag in LANGUAGES],
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        zone=talka().service.settings.zone,
    )
