"""Staff's page of one referral, and the buttons on it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.mediation import operations
from services.events.mediation.domain import (
    BY_NAMES,
    CONSENT_NAMES,
    REASON_NAMES,
    SHARED_NAMES,
    STATE_NAMES,
    TARGET_GROUP_NAMES,
    State,
    ride_starts,
)
from services.events.mediation.pages.answering import changeable
from services.events.mediation.pages.asking import choices, links
from services.events.mediation.schemas import (
    Acceptance,
    Confirmation,
    HelpOnTheWay,
    HowItWent,
    NewAppointment,
    Refusal,
)
from services.events.organisations.domain import HELPERS
from shared.errors import Conflict, Gone, Invalid, Stale, _
from shared.languages import NAMES, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff
from shared.web.speaking import options

pages = Pages("referral", url_prefix="/organise/mediation")
STAFF = staff(*HELPERS)
DONE = {
    "asked": _("Asked. The answer comes by the link we have sent, within eight days."),
    "to-call": _("Noted. We cannot write to the provider: please call them, and note the answer here."),
    "answered": _("The answer is noted, and the person is told."),
    "moved": _("The new appointment is noted, and all who were told hear it."),
    "called-off": _("Noted that they cannot after all, and the person is told."),
    "withdrawn": _("Taken back. Whoever had been asked is told."),
    "told": _("How it went is noted."),
    "help": _("Volunteers are asked. You see below what becomes of it."),
    "called": _("Noted that you have called."),
}
"""What has just been done, as the page's address says it in `done` -> what staff read of it."""


@pages.get("/<uuid:referral_id>", allow=STAFF)
def referral(session: Session, referral_id: UUID) -> Any:
    """One referral with what became of it; the look is noted in the audit."""
    return _shown(session, referral_id, {}, {})


def _shown(
    session: Session, referral_id: UUID, values: dict[str, Any], errors: dict[str, list[str]], form: str = ""
) -> str:
    found = operations.read_referral(session, links(), tokens.asker(), referral_id)
    at, done = found["appointment_at"], request.args.get("done", "")
    if done == "asked" and found["provider_email"] is None:
        done = "to-call"
    if not values and at:
        values = {"starts": ride_starts(at).strftime("%H:%M")}
    return render(
        "mediation/referral.html",
        referral=found,
        values=values or {"provider_email": found["provider_email"], "provider_language": found["provider_language"]},
        errors=errors,
        form_sent=form,
        done=gettext(DONE[done]) if done in DONE else "",
        states=STATE_NAMES,
        by_names=BY_NAMES,
        groups=TARGET_GROUP_NAMES,
        shared_names=SHARED_NAMES,
        consents=CONSENT_NAMES,
        language_options=list(NAMES.items()),
        reason_options=options(REASON_NAMES),
        may_confirm=found["state"] == State.ASKED,
        may_answer=found["state"] == State.OPEN,
        not_helped=found["got_it"] is False and not found["wiped_at"] and found["called_version"] < found["version"],
        **choices(found),
        **changeable(session, found),
    )


@pages.post("/<uuid:referral_id>/confirm", allow=STAFF)
def confirm(session: Session, referral_id: UUID) -> Any:
    """Say yes to what a person or a relative asked."""
    return _sent(session, referral_id, "confirm", "asked", Confirmation, _confirm)


@pages.post("/<uuid:referral_id>/accept", allow=STAFF)
def accept(session: Session, referral_id: UUID) -> Any:
    """Note that the provider said yes on the phone."""
    return _sent(session, referral_id, "accept", "answered", Acceptance, _accept)


@pages.post("/<uuid:referral_id>/refuse", allow=STAFF)
def refuse(session: Session, referral_id: UUID) -> Any:
    """Note that the provider said no on the phone."""
    return _sent(session, referral_id, "refuse", "answered", Refusal, _refuse)


@pages.post("/<uuid:referral_id>/move/<int:version>", allow=STAFF)
def move(session: Session, referral_id: UUID, version: int) -> Any:
    """Note that the provider agreed on another time or place than stood on the page, which showed this version."""
    change = partial(_changed, partial(operations.move, version=version))
    return _sent(session, referral_id, "move", "moved", NewAppointment, change)


@pages.post("/<uuid:referral_id>/call-off", allow=STAFF)
def call_off(session: Session, referral_id: UUID) -> Any:
    """Note that the provider cannot keep its promise after all."""
    return _sent(session, referral_id, "call-off", "called-off", Refusal, partial(_changed, operations.call_off))


@pages.post("/<uuid:referral_id>/outcome", allow=STAFF)
def learn(session: Session, referral_id: UUID) -> Any:
    """Note whether the person got the service."""
    return _sent(session, referral_id, "outcome", "told", HowItWent, _learn)


@pages.post("/<uuid:referral_id>/help", allow=STAFF)
def ask_for_help(session: Session, referral_id: UUID) -> Any:
    """Ask volunteers for a ride to the appointment, for somebody to come along, or both."""
    return _sent(session, referral_id, "help", "help", HelpOnTheWay, _help)


@pages.post("/<uuid:referral_id>/withdraw", allow=STAFF)
def withdraw(session: Session, referral_id: UUID) -> Any:
    """Take the referral back."""
    try:
        operations.withdraw_by_staff(session, links(), tokens.asker(), referral_id)
    except Conflict as error:
        return _shown(session, referral_id, {}, pages.errors(error)), 409
    return redirect(f"/organise/mediation/{referral_id}?done=withdrawn")


@pages.post("/<uuid:referral_id>/called/<int:version>", allow=STAFF)
def called(session: Session, referral_id: UUID, version: int) -> Any:
    """Note that the person was told by phone how the referral stood in this version, which the caller saw."""
    operations.mark_called(session, tokens.asker(), referral_id, version)
    return redirect(f"/organise/mediation/{referral_id}?done=called")


def _confirm(session: Session, referral_id: UUID, values: dict[str, Any]) -> None:
    operations.confirm(session, links(), tokens.asker(), referral_id, **values)


def _accept(session: Session, referral_id: UUID, values: dict[str, Any]) -> None:
    operations.answer_by_staff(
        session, tokens.asker(), referral_id, lambda: operations.accept(session, links(), referral_id, **values)
    )


def _refuse(session: Session, referral_id: UUID, values: dict[str, Any]) -> None:
    operations.answer_by_staff(
        session, tokens.asker(), referral_id, lambda: operations.refuse(session, links(), referral_id, **values)
    )


def _changed(act: Callable[..., None], session: Session, referral_id: UUID, values: dict[str, Any]) -> None:
    change = partial(act, session, links(), referral_id, **values)
    operations.change_by_staff(session, tokens.asker(), referral_id, change)


def _learn(session: Session, referral_id: UUID, values: dict[str, Any]) -> None:
    operations.learn_by_staff(session, tokens.asker(), referral_id, **values)


def _help(session: Session, referral_id: UUID, values: dict[str, Any]) -> None:
    operations.ask_for_help_by_staff(session, tokens.asker(), referral_id, operations.Way(**values))


def _sent(
    session: Session,
    referral_id: UUID,
    form: str,
    done: str,
    schema: Any,
    act: Callable[[Session, UUID, dict[str, Any]], None],
) -> Any:
    """Do what a form of the page asks; the page again, with what was typed, if that is not possible."""
    values, errors = pages.form(schema)
    if errors:
        return _shown(session, referral_id, values, errors, form), 422
    try:
        act(session, referral_id, values)
    except (Conflict, Gone, Stale) as error:
        return _shown(session, referral_id, {}, pages.errors(error)), 409
    except Invalid as error:
        return _shown(session, referral_id, pages.typed(schema), pages.errors(error), form), 422
    return redirect(f"/organise/mediation/{referral_id}?done={done}")
