"""The provider's page: what it is asked, its yes or no within eight days, and what becomes of a yes.

By a link, without an account.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy.orm import Session

from services.events.mediation import operations, queries
from services.events.mediation.domain import REASON_NAMES, TARGET_GROUP_NAMES, ZONE, Links, Shared, is_changeable
from services.events.mediation.schemas import Acceptance, NewAppointment, Refusal
from shared.database import moment
from shared.errors import Conflict, Gone, Invalid, NotFound, Stale
from shared.web import speaking
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("answering", url_prefix="/directory")


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _asked(session: Session, token: str) -> UUID:
    """The referral that a link leads to; from here on the page speaks the provider's language. Raises NotFound."""
    id_ = queries.id_by_answer_token(session, token)
    speaking.prefer(queries.provider_language(session, id_))
    return id_


@pages.get("/answers/<token>", allow=anyone)
def asked(session: Session, token: str) -> Any:
    """What the provider is asked, or how it was answered. Looking changes nothing."""
    try:
        return _shown(session, token, _asked(session, token), {}, {})
    except NotFound:
        return render("mediation/gone.html"), 404


def _shown(
    session: Session,
    token: str,
    referral_id: UUID,
    values: dict[str, Any],
    errors: dict[str, list[str]],
    form: str = "",
) -> str:
    found = queries.as_told_to_provider(session, _links(), referral_id)
    return render(
        "mediation/answer.html",
        referral=found,
        token=token,
        values=values,
        errors=errors,
        form_sent=form,
        done=request.args.get("done", ""),
        agreed=Shared,
        groups=TARGET_GROUP_NAMES,
        reasons=REASON_NAMES,
        reason_options=options(REASON_NAMES),
        **changeable(session, found),
    )


def changeable(session: Session, found: dict[str, Any]) -> dict[str, Any]:
    """Whether a page offers to change what was agreed, and what its form says; wall times of Lithuania."""
    at = found["appointment_at"]
    wall = at.astimezone(ZoneInfo(ZONE)) if at else None
    agreed = {"day": wall.date(), "time": wall.strftime("%H:%M")} if wall else {}
    return {
        "may_change": is_changeable(found["state"], at, moment(session)),
        "now_agreed": agreed | {"venue": found["venue"] or "", "version": found["version"]},
    }


@pages.post("/answers/<token>/accept", allow=anyone)
def accept(session: Session, token: str) -> Any:
    """Take the person, with an appointment or without."""
    return _answer(session, token, Acceptance, operations.accept, "accept")


@pages.post("/answers/<token>/refuse", allow=anyone)
def refuse(session: Session, token: str) -> Any:
    """Say why the person cannot be taken."""
    return _answer(session, token, Refusal, operations.refuse, "refuse")


@pages.post("/answers/<token>/move/<int:version>", allow=anyone)
def move(session: Session, token: str, version: int) -> Any:
    """Agree on another time or place than stood on the page, which showed this version."""
    return _answer(session, token, NewAppointment, partial(operations.move, version=version), "move")


@pages.post("/answers/<token>/call-off", allow=anyone)
def call_off(session: Session, token: str) -> Any:
    """Say that the person cannot be taken after all."""
    return _answer(session, token, Refusal, operations.call_off, "call-off")


def _answer(session: Session, token: str, schema: Any, act: Callable[..., None], form: str) -> Any:
    id_ = _asked(session, token)
    values, errors = pages.form(schema)
    if errors:
        return _shown(session, token, id_, values, errors, form), 422
    try:
        act(session, _links(), id_, **values)
    except (Conflict, Gone, Stale) as error:
        return _shown(session, token, id_, {}, pages.errors(error)), 409
    except Invalid as error:
        return _shown(session, token, id_, pages.typed(schema), pages.errors(error), form), 422
    return redirect(f"/directory/answers/{token}?done={form}")
