"""Asking people instead of the screen, and sending a page to one's own phone. Nothing typed stays on the device."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy.orm import Session

from services.events.directory.domain import texts_of
from services.events.directory.queries import narrowing, service_shown
from services.events.kiosk import operations, queries
from services.events.kiosk.domain import (
    HALF_NAMES,
    REACH_NAMES,
    Coming,
    NumberIsAbroad,
    What,
    Wish,
    days_to_choose,
    hours_to_choose,
)
from services.events.kiosk.operations import Asked
from services.events.kiosk.pages.limiting import errors_of, refused, spend_one
from services.events.kiosk.pages.looking import IN, kiosk_of, screen, zone
from services.events.kiosk.schemas import SPOKEN, CallMe, ComeToMe, DriveMe, HelpMe, TakeAway
from shared.addresses import Phone, PhoneGetsNoSms
from shared.database import moment
from shared.errors import Conflict, Invalid, NotFound, TooMany, _
from shared.languages import NAMES, current, gettext, spoken, text_for
from shared.web.pages import Pages, redirect
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options, short_day, speak

pages = Pages("kiosk-asking", leaves_nothing=True)
FORMS: dict[Wish, type[CallMe | HelpMe]] = {
    Wish.CALL: CallMe,
    Wish.VISIT: ComeToMe,
    Wish.HELPER: HelpMe,
    Wish.RIDE: DriveMe,
}
WISH_NAMES = {
    Wish.CALL: _("Call me"),
    Wish.VISIT: _("Come to my home"),
    Wish.HELPER: _("I need a helper here"),
    Wish.RIDE: _("Drive me to an appointment"),
    Wish.SERVICE: _("Help me get this"),
}
HELP, LOOKS_AGAIN = "request", 10
"""The parameter that names the request of a helper, and after how many seconds the screen looks how it stands."""
LONGEST_TEXT = 60
"""Characters of a service's name in the SMS, so that it stays one with the number and the short address."""


@pages.get(f"{IN}/help", allow=anyone)
def ways(session: Session, language: str) -> Any:
    """What people can be asked for; at a kiosk also for a helper at once."""
    speak(language)
    kiosk = kiosk_of(session)
    offered = [wish for wish in FORMS if kiosk or wish is not Wish.HELPER]
    somebody = kiosk or queries.answering(session)
    return screen("ways.html", language, kiosk, wishes=[(w, WISH_NAMES[w]) for w in offered] if somebody else [])


@pages.get(f"{IN}/help/<any({', '.join(FORMS)}):wish>", allow=anyone)
def wish(session: Session, language: str, wish: str) -> Any:
    """The short form for one of them."""
    speak(language)
    return _form(session, language, Wish(wish), {}, {})


@pages.post(f"{IN}/help/<any({', '.join(FORMS)}):wish>", allow=anyone)
def ask(session: Session, language: str, wish: str) -> Any:
    """Hand on what somebody asks for; an answer above 400 changes nothing."""
    speak(language)
    wanted = Wish(wish)
    values, errors = pages.form(FORMS[wanted])
    if errors:
        return _form(session, language, wanted, values, errors), 422
    values.pop("reach", None)
    kiosk = kiosk_of(session)
    asked = Asked(wish=wanted, language=language, served=frozenset(talka().service.settings.sms_prices), **values)
    try:
        request_id = operations.ask(session, asked, kiosk, zone())
        spend_one(kiosk, What.REQUEST, asked.phone)
    except (Conflict, TooMany) as error:
        return refused(error, _form(session, language, wanted, pages.typed(FORMS[wanted]), errors_of(error)))
    operations.count(session, kiosk, zone(), language, What.REQUEST, wish)
    return redirect(f"/kiosk/{language}/asked/{wish}" + (f"?{HELP}={request_id}" if request_id else ""))


@pages.get(f"{IN}/asked/<any({', '.join(Wish)}):wish>", allow=anyone)
def asked(session: Session, language: str, wish: str) -> Any:
    """What happens next; the screen returns to its start by itself.

    While a helper is looked for it looks again by itself, so that it says within a minute whether one comes. Once
    nobody can be looked for any more, nobody comes.
    """
    speak(language)
    state, watched, goes_on = queries.coming(session, request.args.get(HELP, type=UUID), moment(session))
    if state is Coming.ASKED and not watched:
        state = Coming.NOBODY
    facts = {"wish": wish, "state": state, "watched": watched, "goes_on": goes_on, "seconds": LOOKS_AGAIN}
    return screen("asked.html", language, kiosk_of(session), **facts)


def _form(session: Session, language: str, wish: Wish, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    today = datetime.now(ZoneInfo(zone())).date()
    targets = narrowing(session)[0]
    preset = {"spoken": spoken(language)}
    return screen(
        "wish.html",
        language,
        kiosk_of(session),
        wish=wish,
        heading=WISH_NAMES[wish],
        values=preset | values,
        errors=errors,
        spoken_options=[(one, NAMES[one]) for one in SPOKEN],
        target_options=[(code, text_for(names, current())[0]) for code, names in targets],
        day_options=[(one.isoformat(), short_day(one)) for one in days_to_choose(today)],
        half_options=options(HALF_NAMES),
        hour_options=[("", gettext("Please choose")), *((hour, hour) for hour in hours_to_choose())],
        reach_options=options(REACH_NAMES),
    )


@pages.get(f"{IN}/services/<uuid:service_id>/phone", allow=anyone)
def phone(session: Session, language: str, service_id: UUID) -> Any:
    """Ask where a service's page is sent to."""
    speak(language)
    try:
        return _phone(session, language, service_shown(session, service_id), {}, {})
    except NotFound:
        return screen("gone.html", language, kiosk_of(session)), 404


@pages.post(f"{IN}/services/<uuid:service_id>/phone", allow=anyone)
def send(session: Session, language: str, service_id: UUID) -> Any:
    """Let it be sent; the number is kept nowhere here."""
    speak(language)
    try:
        found = service_shown(session, service_id)
    except NotFound:
        return screen("gone.html", language, kiosk_of(session)), 404
    values, errors = pages.form(TakeAway)
    if errors:
        return _phone(session, language, found, values, errors), 422
    number: Phone = values["phone"]
    kiosk = kiosk_of(session)
    try:
        _check_served(number)
        spend_one(kiosk, What.TAKE_AWAY, number)
    except (Invalid, TooMany) as error:
        said = {"phone": pages.errors(error)["_schema"]} if isinstance(error, Invalid) else errors_of(error)
        return refused(error, _phone(session, language, found, pages.typed(TakeAway), said))
    link = f"{talka().service.settings.public_url}/k/{operations.shorten(session, service_id)}"
    operations.take_away(session, number, language, _told_by_sms(found), link, at_kiosk=kiosk is not None)
    operations.count(session, kiosk, zone(), language, What.TAKE_AWAY)
    return redirect(f"/kiosk/{language}/sent")


@pages.get(f"{IN}/sent", allow=anyone)
def sent(session: Session, language: str) -> Any:
    """It is on its way."""
    speak(language)
    return screen("sent.html", language, kiosk_of(session))


def _check_served(number: Phone) -> None:
    """Raises PhoneGetsNoSms or NumberIsAbroad, both Invalid, for a number that no SMS is sent to from here."""
    if not number.gets_sms:
        raise PhoneGetsNoSms
    if number.country not in talka().service.settings.sms_prices:
        raise NumberIsAbroad


def _told_by_sms(service: dict[str, Any]) -> dict[str, str]:
    """The service's name, and the first phone that its page shows, in each language it has."""
    phones = [one["number"] for one in service.get("phones") or service.get("x_office") or ()]
    names = texts_of(service, "name").items()
    return {language: ", ".join([name[:LONGEST_TEXT], *phones[:1]]) for language, name in names}


def _phone(
    session: Session, language: str, service: dict[str, Any], values: dict[str, Any], errors: dict[str, list[str]]
) -> str:
    facts = {"service": service, "said": texts_of, "values": values, "errors": errors}
    return screen("phone.html", language, kiosk_of(session), **facts)
