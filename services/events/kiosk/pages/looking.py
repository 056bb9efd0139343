"""The touch screen itself: choose whom help is for, find a service, read what it takes. Three touches at most.

The language stands in each address, so that nothing of who was here remains in a cookie, and a copy knows its own.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, make_response, request
from sqlalchemy.orm import Session

from services.events.directory.domain import SAYING, texts_of, told
from services.events.directory.queries import service_shown, services_shown, services_sought, words_in_vain
from services.events.directory.schemas import LOOKED_AT
from services.events.kiosk import operations, queries
from services.events.kiosk.domain import DOOR_NAMES, DOOR_TARGETS, DOORS, PER_PAGE, Door, What
from services.events.kiosk.queries import Device
from services.events.kiosk.schemas import KioskFilter
from services.events.programme.queries import programme
from shared.errors import NotFound, TooMany
from shared.languages import LANGUAGES, NAMES, current
from shared.logs import correlation_id
from shared.web.pages import Pages, redirect, render
from shared.web.problems import STATUS, Problem
from shared.web.qr import qr
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import day, speak, wanted

pages = Pages("kiosk", leaves_nothing=True)
COOKIE = "talka_kiosk"
LASTS = 400 * 24 * 3600
"""Seconds of the cookie: as long as browsers keep one (RFC 6265bis); each start page begins them anew."""
AHEAD = timedelta(days=14)
MOST_DATES = 20
IN = f"/kiosk/<any({', '.join(repr(language) for language in LANGUAGES)}):language>"
"""How the addresses of the screen begin."""


def kiosk_of(session: Session) -> Device | None:
    """The kiosk whose device asks; None for any other browser."""
    return queries.device(session, request.cookies.get(COOKIE))


def remember(response: Response, token: str) -> Response:
    """Let the device know that it is a kiosk; other pages than the screen's never see it."""
    secure = talka().service.settings.secure_cookies
    response.set_cookie(COOKIE, token, max_age=LASTS, path="/kiosk/", httponly=True, samesite="Lax", secure=secure)
    return response


def zone() -> str:
    """The town's time zone."""
    return talka().service.settings.zone


def screen(template: str, language: str, kiosk: Device | None, **context: Any) -> str:
    """A page of the screen; `rest` is its address without the language, for the choice of another one."""
    rest = request.full_path.rstrip("?").removeprefix(f"/kiosk/{language}")
    named = {"names": NAMES, "home": f"/kiosk/{language}/", "rest": rest, "kiosk": kiosk}
    return render(f"kiosk/{template}", **named, **context)


@pages.blueprint.before_app_request
def _speak_as_addressed() -> None:
    """Also where there is no such page, so that a problem is told in the language that stands in the address."""
    begins, _, rest = request.path.removeprefix("/").partition("/")
    if begins == "kiosk" and (language := rest.partition("/")[0]) in LANGUAGES:
        speak(language)


@pages.problem("/kiosk/")
def problem(problem: Problem) -> str:
    """What went wrong, with the way back to the start; the choice of another language leads there as well."""
    named = {"names": NAMES, "home": f"/kiosk/{current()}/", "rest": "/", "kiosk": COOKIE in request.cookies}
    minutes = problem.minutes if problem.status == STATUS[TooMany] else 0
    return render("kiosk/problem.html", problem=problem, minutes=minutes, number=correlation_id(), **named)


@pages.get("/kiosk/", allow=anyone)
def begin(session: Session) -> Any:
    """The start page: on a kiosk in Lithuanian, for anybody else in their language."""
    return redirect(f"/kiosk/{'lt' if kiosk_of(session) else wanted()}/")


@pages.get(f"{IN}/", allow=anyone, public=True)
def start(session: Session, language: str) -> Any:
    """Choose a language and whom help is for."""
    speak(language)
    kiosk = kiosk_of(session)
    page = screen("start.html", language, kiosk, doors=[(door, DOOR_NAMES[door]) for door in DOORS])
    if kiosk is None:
        return page
    operations.note_seen(session, kiosk)
    return remember(make_response(page), request.cookies[COOKIE])


@pages.get(f"{IN}/for/<any({', '.join(Door)}):door>", allow=anyone, public=True)
def door(session: Session, language: str, door: str) -> Any:
    """The services behind a door."""
    speak(language)
    kiosk, page = kiosk_of(session), _filters()["page"]
    if page == 1:
        operations.count(session, kiosk, zone(), language, What.DOOR, door)
    found, more = services_shown(session, page=page, per_page=PER_PAGE, targets=DOOR_TARGETS[Door(door)])
    return _list(language, kiosk, found, page, more=more, heading=DOOR_NAMES[Door(door)])


@pages.get(f"{IN}/search", allow=anyone)
def search(session: Session, language: str) -> Any:
    """Services by words, by some of them if none has all; words that no service has are noted without persons."""
    speak(language)
    kiosk, filters = kiosk_of(session), _filters()
    page, words = filters["page"], filters.get("words", "")
    found, more, widened = services_sought(session, page=page, per_page=PER_PAGE, search=words)
    if words and page == 1:
        operations.count(session, kiosk, zone(), language, What.SEARCH)
        if widened or not found:
            in_vain, secret = words_in_vain(session, words), talka().service.settings.secret_key
            operations.note_search(session, kiosk, zone(), words, in_vain, secret)
    return _list(language, kiosk, found, page, more=more, words=words, widened=widened)


def _filters() -> dict[str, Any]:
    """What the address narrows a list to; what nobody understands is left out."""
    sent = {name: value[:LOOKED_AT] for name, value in request.args.items() if value}
    wrong = KioskFilter().validate(sent)
    found: dict[str, Any] = KioskFilter().load({name: value for name, value in sent.items() if name not in wrong})
    return found


def _list(
    language: str, kiosk: Device | None, found: list[dict[str, Any]], page: int, *, more: bool, **facts: Any
) -> str:
    now = datetime.now(UTC)
    services = [told(one, now) for one in found]
    pages_ = {"page": page, "more": page + 1 if more else None}
    return screen("services.html", language, kiosk, services=services, said=texts_of, **pages_, **facts)


@pages.get(f"{IN}/services/<uuid:service_id>", allow=anyone, public=True)
def service(session: Session, language: str, service_id: UUID) -> Any:
    """One service: what, where, open now, phone, cost, what to bring, languages; and ways to take it away."""
    speak(language)
    kiosk = kiosk_of(session)
    try:
        found = told(service_shown(session, service_id), datetime.now(UTC))
    except NotFound:
        return screen("gone.html", language, kiosk), 404
    operations.count(session, kiosk, zone(), language, What.SERVICE, str(service_id))
    short = f"{talka().service.settings.public_url}/k/{operations.shorten(session, service_id)}"
    shown = SAYING | {"on": _on, "qr": qr(short)}
    site = urlsplit(short)
    return screen("service.html", language, kiosk, service=found, short=f"{site.netloc}{site.path}", **shown)


def _on(checked: str) -> str:
    """The day of an entry's last check, in the asker's language."""
    return day(date.fromisoformat(checked))


def dates_ahead(session: Session, language: str) -> list[str]:
    """The dates of the next two weeks, each as JSON with its texts in this language."""
    today = datetime.now(ZoneInfo(zone())).date()
    found, _more = programme(session, language, limit=MOST_DATES, first_day=today, last_day=today + AHEAD)
    return list(found)


@pages.get(f"{IN}/events", allow=anyone, public=True)
def events(session: Session, language: str) -> Any:
    """What one can come to in the next two weeks."""
    speak(language)
    dates = [json.loads(item) for item in dates_ahead(session, language)]
    for one in dates:
        one |= {name: datetime.fromisoformat(one[name]) for name in ("starts_at", "ends_at")}
    site = talka().service.settings.public_url
    facts = {"dates": dates, "site": urlsplit(site).netloc, "qr": qr(f"{site}/")}
    return screen("events.html", language, kiosk_of(session), **facts)


@pages.get("/k/<short>", allow=anyone)
def short(session: Session, short: str) -> Any:
    """Lead from a short address to the service's public page."""
    return redirect(f"/directory/services/{queries.short_address(session, short)}")
