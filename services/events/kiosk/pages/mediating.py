"""Help with getting a service, asked for at the screen: it waits for staff like what is asked on the entry's page."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.kiosk import operations
from services.events.kiosk.domain import What, Wish
from services.events.kiosk.pages.limiting import errors_of, refused, spend_one
from services.events.kiosk.pages.looking import IN, kiosk_of, screen, zone
from services.events.kiosk.schemas import GetMeThis
from services.events.mediation.domain import KIND_NAMES, TARGET_GROUP_NAMES, By, Links, TargetGroup
from services.events.mediation.operations import EVERYTHING, Need, Reach, ask_by_person
from services.events.mediation.queries import service_asked_for
from shared.errors import NotFound, TooMany, _
from shared.languages import NAMES
from shared.web.pages import Pages, redirect
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options, speak

pages = Pages("kiosk-mediating", leaves_nothing=True)
BY_NAMES = {By.PERSON: _("For me"), By.RELATIVE: _("For somebody else")}
GROUP_NAMES = {code: name for code, name in TARGET_GROUP_NAMES.items() if code is not TargetGroup.UNSAID}


@pages.get(f"{IN}/services/<uuid:service_id>/help", allow=anyone)
def wanting(session: Session, language: str, service_id: UUID) -> Any:
    """The short form for one service."""
    speak(language)
    try:
        return _form(session, language, service_id, {}, {})
    except NotFound:
        return screen("gone.html", language, kiosk_of(session)), 404


@pages.post(f"{IN}/services/<uuid:service_id>/help", allow=anyone)
def want(session: Session, language: str, service_id: UUID) -> Any:
    """Let it wait for a staff member's yes; an answer above 400 changes nothing."""
    speak(language)
    try:
        return _want(session, language, service_id)
    except NotFound:
        return screen("gone.html", language, kiosk_of(session)), 404


def _want(session: Session, language: str, service_id: UUID) -> Any:
    values, errors = pages.form(GetMeThis)
    if errors:
        return _form(session, language, service_id, values, errors), 422
    kiosk, settings = kiosk_of(session), talka().service.settings
    need, asker = _said(values)
    try:
        ask_by_person(session, Links(settings.secret_key, settings.public_url), service_id, need, asker=asker)
        spend_one(kiosk, What.REQUEST, values["phone"])
    except TooMany as error:
        return refused(error, _form(session, language, service_id, pages.typed(GetMeThis), errors_of(error)))
    operations.count(session, kiosk, zone(), language, What.REQUEST, Wish.SERVICE)
    return redirect(f"/kiosk/{language}/asked/{Wish.SERVICE}")


def _said(values: dict[str, Any]) -> tuple[Need, tuple[str, Reach] | None]:
    """Who needs what, and who asks for them: whoever stands here, whose phone hears the answers too."""
    served = frozenset(talka().service.settings.sms_prices)
    here = Reach(language=values["reads"], phone=values["phone"], served=served)
    other = values["by"] == By.RELATIVE
    theirs = Reach(language=values["speaks"] or values["reads"], phone=values.get("their_phone"), served=served)
    told = {"name": values["name"], "target_group": values["target"] or TargetGroup.UNSAID, "need": values["need"]}
    need = Need(
        **told, reach=theirs if other else here, shares=EVERYTHING, wanted=tuple(dict.fromkeys(values["kinds"]))
    )
    return need, (values["asker_name"], here) if other else None


def _form(
    session: Session, language: str, service_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]
) -> str:
    return screen(
        "getting.html",
        language,
        kiosk_of(session),
        service=service_asked_for(session, service_id),
        values={"by": By.PERSON, "reads": language} | values,
        errors=errors,
        by_options=options(BY_NAMES),
        language_options=list(NAMES.items()),
        group_options=options(GROUP_NAMES),
        kind_options=options(KIND_NAMES),
    )
