"""The pages of helpers: what one is asked and has promised, one visit with its buttons, and how one helps."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from services.volunteers.assistance.operations import calling, claims, visits
from services.volunteers.assistance.operations.helping import say_help
from services.volunteers.assistance.pages.speaking import SAID, choices, links
from services.volunteers.assistance.queries import helping, offers
from services.volunteers.assistance.schemas.acting import HelpForm, Incident
from shared.errors import Conflict, DomainError, Gone
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import volunteer

pages = Pages("helping", url_prefix="/volunteer")

WRONG, REFUSED = 422, 409


@pages.get("/requests/mine", allow=volunteer)
def own_requests(session: Session) -> str:
    """What one has promised and what one is asked, the soonest first."""
    return render("assistance/mine.html", found=offers.own(session, tokens.asker().id), **SAID)


@pages.get("/requests/mine/<uuid:offer_id>", allow=volunteer)
def visit_page(session: Session, offer_id: UUID) -> str:
    """One errand: whom and where while that may be seen, and the buttons."""
    return _visit(session, offer_id)


def _visit(session: Session, offer_id: UUID, refusal: DomainError | None = None, **facts: Any) -> str:
    asked = offers.of_volunteer(session, offer_id, tokens.asker().id)
    told = {"said": request.args.get("said"), "values": {}, "errors": {}} | facts
    others = offers.others(session, asked) if asked.details else []
    return render("assistance/visit.html", asked=asked, others=others, refusal=refusal, **told, **SAID)


def _acted(session: Session, offer_id: UUID, said: str, act: Any) -> Any:
    """Do it and lead back to the page, which says so; or say there why it cannot be."""
    try:
        act()
    except (Conflict, Gone) as error:
        session.rollback()
        return _visit(session, offer_id, error), REFUSED
    return redirect(url_for("helping.visit_page", offer_id=offer_id, said=said))


@pages.post("/requests/mine/<uuid:offer_id>/yes", allow=volunteer)
def promise(session: Session, offer_id: UUID) -> Any:
    """Promise to help."""
    me = tokens.asker().id
    return _acted(session, offer_id, "yes", lambda: claims.accept(session, links(), offer_id, "volunteer", me))


@pages.post("/requests/mine/<uuid:offer_id>/no", allow=volunteer)
def decline(session: Session, offer_id: UUID) -> Any:
    """Say no."""
    me = tokens.asker().id
    return _acted(session, offer_id, "no", lambda: claims.decline(session, offer_id, "volunteer", me))


@pages.post("/requests/mine/<uuid:offer_id>/drop-out", allow=volunteer)
def drop_out(session: Session, offer_id: UUID) -> Any:
    """Take the promise back."""
    me = tokens.asker().id
    return _acted(session, offer_id, "out", lambda: claims.drop_out(session, links(), offer_id, "volunteer", me))


@pages.post("/requests/mine/<uuid:offer_id>/arrive", allow=volunteer)
def arrive(session: Session, offer_id: UUID) -> Any:
    """Say that one is there."""
    return _acted(session, offer_id, "there", lambda: visits.arrive(session, offer_id, tokens.asker().id))


@pages.post("/requests/mine/<uuid:offer_id>/finish", allow=volunteer)
def finish(session: Session, offer_id: UUID) -> Any:
    """Say that it is over and all is well."""
    return _acted(session, offer_id, "over", lambda: visits.finish(session, links(), offer_id, tokens.asker().id))


@pages.post("/requests/mine/<uuid:offer_id>/nobody-there", allow=volunteer)
def nobody_there(session: Session, offer_id: UUID) -> Any:
    """Say that the person was not there."""
    return _acted(session, offer_id, "missed", lambda: visits.miss(session, links(), offer_id, tokens.asker().id))


@pages.post("/requests/mine/<uuid:offer_id>/panic", allow=volunteer)
def call_for_help(session: Session, offer_id: UUID) -> Any:
    """Call the coordinators at once."""
    me = tokens.asker().id
    return _acted(session, offer_id, "panic", lambda: calling.call_for_help(session, links(), offer_id, me))


@pages.post("/requests/mine/<uuid:offer_id>/incidents", allow=volunteer)
def report(session: Session, offer_id: UUID) -> Any:
    """Write down for the coordinators what one has seen."""
    values, errors = pages.form(Incident)
    if errors:
        return _visit(session, offer_id, values=values, errors=errors), WRONG
    me, said = tokens.asker().id, values["note"]
    return _acted(session, offer_id, "reported", lambda: visits.report(session, links(), offer_id, me, said))


@pages.get("/profile/help", allow=volunteer)
def help_page(session: Session) -> str:
    """How one helps single persons, to be changed."""
    said = helping.helper(session, tokens.asker().id)
    shown = said | {"areas": ", ".join(said["areas"]), "organisations": [str(one) for one in said["organisations"]]}
    return _help(session, shown, {})


@pages.post("/profile/help", allow=volunteer)
def change_help(session: Session) -> Any:
    """Keep how one helps."""
    values, errors = pages.form(HelpForm)
    if errors:
        return _help(session, values, errors), WRONG
    say_help(session, tokens.asker().id, values)
    return redirect(url_for("helping.help_page", saved=1))


def _help(session: Session, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    organisations = [(str(id_), name) for id_, name in helping.askers(session)]
    facts = {"organisations": organisations, "saved": "saved" in request.args}
    return render("assistance/own_help.html", values=values, errors=errors, **facts, **choices())
