"""A partner's coordinators are asked for their volunteers: they see the errand, nothing private, and two buttons."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from services.volunteers.assistance.operations.overseeing import read_ask
from services.volunteers.assistance.operations.partners import agree, refuse
from services.volunteers.assistance.pages.speaking import SAID
from services.volunteers.shifts.domain import COORDINATORS
from shared.errors import Conflict, DomainError, Gone
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff

pages = Pages("partners", url_prefix="/volunteer")

REFUSED = 409
coordinator = staff(*COORDINATORS)


@pages.get("/partners/<uuid:ask_id>", allow=coordinator)
def ask_page(session: Session, ask_id: UUID) -> str:
    """What a partner asks for, and what has come of it among the own volunteers; the look is noted in the audit."""
    return _shown(session, ask_id)


def _shown(session: Session, ask_id: UUID, refusal: DomainError | None = None) -> str:
    seen = read_ask(session, tokens.asker().id, ask_id, _organisations())
    return render("assistance/partner.html", seen=seen, one=seen.request, refusal=refusal, **SAID)


def _acted(session: Session, ask_id: UUID, act: Any) -> Any:
    """Do it and lead back to the page, which says so; or say there why it cannot be."""
    try:
        act(session, tokens.asker().id, ask_id, _organisations())
    except (Conflict, Gone) as error:
        session.rollback()
        return _shown(session, ask_id, error), REFUSED
    return redirect(url_for("partners.ask_page", ask_id=ask_id))


@pages.post("/partners/<uuid:ask_id>/agree", allow=coordinator)
def say_yes(session: Session, ask_id: UUID) -> Any:
    """Let the own volunteers be asked who allowed it."""
    return _acted(session, ask_id, agree)


@pages.post("/partners/<uuid:ask_id>/refuse", allow=coordinator)
def say_no(session: Session, ask_id: UUID) -> Any:
    """Let none of them be asked, or none more."""
    return _acted(session, ask_id, refuse)


def _organisations() -> list[UUID]:
    """Those in which the asker may look after requests."""
    return tokens.asker().organisations(*COORDINATORS)
