"""The coordinators' page on which a request is corrected: the fields in which it was entered, with what is known."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.correcting import TIMES, Reach, TiedToAppointment
from services.volunteers.assistance.domain.states import SOUGHT
from services.volunteers.assistance.operations.correcting import correct
from services.volunteers.assistance.operations.overseeing import read_to_correct
from services.volunteers.assistance.pages.asking import FIELDS
from services.volunteers.assistance.pages.speaking import SAID, choices, links
from services.volunteers.assistance.queries.correcting import Correctable
from services.volunteers.assistance.schemas.correcting import CorrectionForm, FactsForm
from services.volunteers.people.domain import language_name
from services.volunteers.shifts.domain import COORDINATORS
from shared.errors import Conflict, DomainError, Invalid, Stale
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff

pages = Pages("correcting", url_prefix="/volunteer")

WRONG, REFUSED, CHANGED = 422, 409, 412
coordinator = staff(*COORDINATORS)
CLOCK = "%H:%M"
TYPED = ("day", "starts", "ends", "appointment")
"""The fields of the times."""
SAME = (
    *("name", "place", "area", "destination", "note", "languages", "prefers_gender"),
    *("companion", "wheelchair", "stairs", "load_minutes", "two_people", "target_group"),
)


@pages.get("/requests/<uuid:request_id>/correct", allow=coordinator)
def correct_form(session: Session, request_id: UUID) -> Any:
    """The form with what is known; what has begun or ended leads back to its page. The look is noted in the audit."""
    found = _found(session, request_id)
    if found.request.state not in SOUGHT:
        return _back(request_id)
    return _form(found, _shown(found), {}, found.request.version)


@pages.post("/requests/<uuid:request_id>/correct", allow=coordinator)
def correct_request(session: Session, request_id: UUID) -> Any:
    """Correct what was typed otherwise; a time that was left as it stood stays to the second."""
    found = _found(session, request_id)
    schema = FactsForm if found.tied else CorrectionForm
    values, errors = pages.form(schema)
    typed = pages.typed(schema)
    if errors:
        return _form(found, typed, errors, typed.get("version")), WRONG
    stands = _shown(found)
    if all(typed.get(name, "") == stands[name] for name in TYPED):
        values = {name: value for name, value in values.items() if name not in TIMES}
    if found.tied is TiedToAppointment:
        values.pop("destination")
    version, who = values.pop("version"), tokens.asker().id
    reach = Reach(**{name: values.pop(name, False) for name in ("only_this", "following")})
    try:
        correct(session, links(), who, request_id, _organisations(), version, values, reach)
    except (Conflict, Invalid, Stale) as error:
        session.rollback()
        return _refused(_found(session, request_id), typed, error, version)
    return _back(request_id, said="corrected")


def _refused(found: Correctable, typed: dict[str, Any], error: DomainError, version: int) -> Any:
    if isinstance(error, Invalid):
        errors = {FIELDS.get(name, name): said for name, said in pages.errors(error).items()}
        return _form(found, typed, errors, version), WRONG
    status = CHANGED if isinstance(error, Stale) else REFUSED
    return _form(found, typed, {}, version, error), status


def _form(
    found: Correctable,
    values: dict[str, Any],
    errors: dict[str, list[str]],
    version: int | None,
    refusal: DomainError | None = None,
) -> str:
    offered = choices()
    common = {code for code, _name in offered["spoken"]}
    rare = [(code, language_name(code)) for code in found.request.languages if code not in common]
    facts: dict[str, Any] = offered | {
        "found": found,
        "one": found.request,
        "version": version,
        "refusal": refusal,
        "with_destination": found.tied is not TiedToAppointment,
        "spoken": [*offered["spoken"], *rare],
    }
    return render("assistance/correct.html", values=values, errors=errors, **facts, **SAID)


def _shown(found: Correctable) -> dict[str, Any]:
    """What is known, as it stands in the fields."""
    one, zone = found.request, ZoneInfo(found.request.zone)
    starts, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    appointment = one.appointment_at.astimezone(zone).strftime(CLOCK) if one.appointment_at else ""
    clock = {"starts": starts.strftime(CLOCK), "ends": ends.strftime(CLOCK), "appointment": appointment}
    reached = {name: one.person[name] for name in ("phone", "email", "language")}
    return {name: getattr(one, name) for name in SAME} | reached | clock | {"day": starts.date().isoformat()}


def _found(session: Session, request_id: UUID) -> Correctable:
    return read_to_correct(session, tokens.asker().id, request_id, _organisations())


def _back(request_id: UUID, said: str | None = None) -> Any:
    return redirect(url_for("requests.whole_page", request_id=request_id, said=said))


def _organisations() -> list[UUID]:
    """Those in which the asker may look after requests."""
    return tokens.asker().organisations(*COORDINATORS)
