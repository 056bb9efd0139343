"""Pages on which partners are invited to an event, and on which their representatives answer."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.invitations import operations, queries
from services.events.invitations.domain import (
    ANSWER_NAMES,
    LARGEST,
    AnswerIsLate,
    InvitationLinks,
    InvitationStays,
    check_open,
)
from services.events.invitations.schemas import Address, AnswerForm, NewInvitations
from services.events.programme.operations import EDITORS
from shared.errors import Conflict, Invalid
from shared.languages import LANGUAGES, NAMES, gettext, ngettext
from shared.web import tokens
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone, staff
from shared.web.served import talka
from shared.web.speaking import moment, options, prefer

pages = Pages("invitations")
PLANNERS = staff(*EDITORS)


def _links() -> InvitationLinks:
    settings = talka().service.settings
    return InvitationLinks(settings.secret_key, settings.public_url)


@pages.get("/organise/events/<uuid:event_id>/invitations", allow=PLANNERS)
def invited(session: Session, event_id: UUID) -> Any:
    """Who was invited and what they have said; and the form to invite more."""
    return _invited(session, event_id, {}, {})


@pages.post("/organise/events/<uuid:event_id>/invitations", allow=PLANNERS)
def invite(session: Session, event_id: UUID) -> Any:
    """Invite, and say how many were written to."""
    values, errors = pages.form(NewInvitations)
    if errors:
        return _invited(session, event_id, values, errors), 422
    try:
        written = operations.invite(session, _links(), tokens.asker(), event_id, **values)
    except (Conflict, Invalid) as error:
        typed = pages.typed(NewInvitations)
        return _invited(session, event_id, typed, pages.errors(error)), 422 if isinstance(error, Invalid) else 409
    return redirect(f"/organise/events/{event_id}/invitations?written={written}")


@pages.post("/organise/events/<uuid:event_id>/invitations/<uuid:invitation_id>/address", allow=PLANNERS)
def correct(session: Session, event_id: UUID, invitation_id: UUID) -> Any:
    """Write to another address of somebody who is invited."""
    values, errors = pages.form(Address)
    if errors:
        return _invited(session, event_id, {}, {}, (invitation_id, values, errors)), 422
    email = values["email"].lower()
    try:
        operations.correct_address(session, _links(), tokens.asker(), event_id, invitation_id, email=email)
    except Conflict as error:
        return _invited(session, event_id, {}, {}, (invitation_id, values, pages.errors(error))), 409
    return redirect(f"/organise/events/{event_id}/invitations?written=1")


@pages.post("/organise/events/<uuid:event_id>/invitations/<uuid:invitation_id>/withdraw", allow=PLANNERS)
def withdraw(session: Session, event_id: UUID, invitation_id: UUID) -> Any:
    """Invite somebody no more; they hear of it."""
    try:
        operations.withdraw_invitation(session, tokens.asker(), event_id, invitation_id)
    except InvitationStays as error:
        return _invited(session, event_id, {}, pages.errors(error)), 409
    return redirect(f"/organise/events/{event_id}/invitations?done=withdrawn")


Corrected = tuple[UUID, dict[str, Any], dict[str, list[str]]]


def _invited(
    session: Session,
    event_id: UUID,
    values: dict[str, Any],
    errors: dict[str, list[str]],
    corrected: Corrected | None = None,
) -> str:
    """The page; `corrected` is whose address was typed, what, and what is wrong with it."""
    event, people = operations.read_invitations(session, tokens.asker(), event_id)
    now = datetime.now(UTC)
    ahead = [one for one in event["occurrences"] if one["state"] == "on" and one["starts_at"] > now]
    done = "" if errors or corrected else _done()
    partners = queries.partners_of(session, event_id)
    return render(
        "invitations/invited.html",
        event=event,
        dates=[(one, [each for each in people if each["occurrence_id"] == one["id"]]) for one in event["occurrences"]],
        ahead=[one["id"] for one in ahead],
        date_options=[(one["id"], moment(one["starts_at"], one["zone"])) for one in ahead],
        partner_options=[(str(one["id"]), one["name"]) for one in partners if one["people"]],
        silent=[one["name"] for one in partners if not one["people"]],
        language_options=[(tag, NAMES[tag]) for tag in LANGUAGES],
        values={"language": "lt"} | values,
        errors=errors,
        answers=ANSWER_NAMES,
        corrected=corrected,
        done=done,
    )


def _done() -> str:
    """What has just been done, as the page's address says it."""
    if request.args.get("done") == "withdrawn":
        return gettext("The invitation is withdrawn. Whoever was to come hears of it.")
    written = request.args.get("written", type=int)
    return "" if written is None else _said(written)


def _said(written: int) -> str:
    if written < 1:
        return gettext("They were all invited before; nobody gets a second letter.")
    return ngettext("{count} invitation is on its way.", "{count} invitations are on their way.", written)


@pages.get("/board/invitations/<token>", allow=anyone)
def invitation(session: Session, token: str) -> Any:
    """What somebody is invited to, and the answer they can give or have given."""
    found = queries.invitation(session, token)
    prefer(found["language"])
    values = {name: found[name] for name in ("answer", "other_name", "words")} | {"people": found["people"] or 1}
    return _answer(token, found, values, {})


@pages.post("/board/invitations/<token>", allow=anyone, limits=(Limited("invitation-address", most=60, seconds=3600),))
def answer(session: Session, token: str) -> Any:
    """Take the answer down."""
    found = queries.invitation(session, token)
    prefer(found["language"])
    values, errors = pages.form(AnswerForm)
    if errors:
        return _answer(token, found, values, errors), 422
    try:
        operations.answer_invitation(session, token, **values)
    except AnswerIsLate as error:
        return _answer(token, found, values, pages.errors(error)), 409
    return redirect(f"/board/invitations/{token}?done=answered")


def _answer(token: str, found: dict[str, Any], values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    try:
        check_open(found["state"], found["starts_at"], datetime.now(UTC), AnswerIsLate)
        is_open = True
    except AnswerIsLate:
        is_open = False
    return render(
        "invitations/invitation.html",
        invitation=found,
        token=token,
        is_open=is_open,
        values=values,
        errors=errors,
        most=LARGEST,
        answers=ANSWER_NAMES,
        answer_options=options(ANSWER_NAMES),
        done=request.args.get("done") == "answered" and found["answer"] and not errors,
    )
