"""What the device needs: becoming a kiosk, and the copy of all pages that it keeps for an hour without a network."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from services.events.board.queries import board
from services.events.directory.queries import services_in_order, services_told
from services.events.kiosk import operations
from services.events.kiosk.domain import DOOR_TARGETS, MOST_POSTS, CodeIsWrong, kept_first, screens
from services.events.kiosk.pages.limiting import PAIRING, errors_of, refused
from services.events.kiosk.pages.looking import IN, dates_ahead, kiosk_of, remember, screen
from services.events.kiosk.schemas import PairingCode
from shared.errors import TooMany
from shared.languages import LANGUAGES
from shared.web import assets
from shared.web.pages import Pages, redirect
from shared.web.rules import anyone
from shared.web.speaking import speak
from shared.web.transactions import spend

pages = Pages("kiosk-device", leaves_nothing=True)
WORKER = assets.FOLDER / "kiosk-worker.js"
MOST = 300
"""Services that a device keeps a copy of, in each language.

With 2,000 services in the directory these are 2,166 addresses and 14 megabytes, which any tablet has. The bound is the
time: a server makes some 25 of the pages a second on one core, for each device anew whenever an entry has changed. All
2,000 would be 77 megabytes, and eight minutes of a core for each device.
"""
STYLES = ("talka.css", "kiosk.css", "kiosk.js", "talka.svg")


@pages.get(f"{IN}/pair", allow=anyone)
def pairing(session: Session, language: str) -> Any:
    """Where a colleague types the code that makes this device a kiosk."""
    speak(language)
    return screen("pair.html", language, kiosk_of(session), values={}, errors={})


@pages.post(f"{IN}/pair", allow=anyone)
def pair(session: Session, language: str) -> Any:
    """Make this device the kiosk, and lead to its start page; each try counts."""
    speak(language)
    values, errors = pages.form(PairingCode)
    try:
        spend(PAIRING, None)
    except TooMany as error:
        facts = {"values": pages.typed(PairingCode), "errors": errors_of(error)}
        return refused(error, screen("pair.html", language, kiosk_of(session), **facts))
    if errors:
        return screen("pair.html", language, kiosk_of(session), values=values, errors=errors), 422
    try:
        token = operations.pair(session, values["code"])
    except CodeIsWrong as wrong:
        said = {"code": pages.errors(wrong)["_schema"]}
        return screen("pair.html", language, kiosk_of(session), values={}, errors=said), 410
    return remember(redirect("/kiosk/"), token)


@pages.get(f"{IN}/offline", allow=anyone, public=True)
def offline(_session: Session, language: str) -> Any:
    """What the device shows without a network in place of what it has no copy of."""
    speak(language)
    return screen("offline.html", language, None)


@pages.get("/kiosk/worker.js", allow=anyone, public=True)
def worker(_session: Session) -> Response:
    """The script that keeps the copy; it stands here since it may serve the addresses below its own alone."""
    return Response(Path(WORKER).read_text(), content_type="text/javascript; charset=utf-8")


@pages.get("/kiosk/copy.json", allow=anyone, public=True)
def copy(session: Session) -> Response:
    """What the device is to keep, and a version that changes whenever one of those pages may say something else.

    The pages of events change with each registration, so they have a version of their own: they alone are kept anew.
    """
    kept, services = [], dict[UUID, None]()
    for language in LANGUAGES:
        behind = {
            door: services_in_order(session, language, limit=MOST, targets=targets)
            for door, targets in DOOR_TARGETS.items()
        }
        found = kept_first(behind, MOST)
        services |= dict.fromkeys(found)
        lists = [f"for/{door}" + (f"?page={page}" if page > 1 else "") for door, page in screens(behind, found)]
        paths = ["", "help", "news", "offline", *lists, *(f"services/{one}" for one in found)]
        kept += [f"/kiosk/{language}/{path}" for path in paths]
    fonts = sorted(path.relative_to(assets.FOLDER).as_posix() for path in assets.FOLDER.glob("fonts/*.woff2"))
    now = datetime.now(UTC)
    posts, _older = board(session, limit=MOST_POSTS)
    listed = {
        "version": _sealed([assets.version(), now.date(), services_told(session, services), kept, posts]),
        "pages": kept,
        "events_version": _sealed([now.date(), *(dates_ahead(session, language) for language in LANGUAGES)]),
        "events": [f"/kiosk/{language}/events" for language in LANGUAGES],
        "assets": [*map(assets.asset, STYLES), *(f"/static/events/{font}" for font in fonts)],
    }
    return Response(json.dumps(listed), content_type="application/json")


def _sealed(state: list[Any]) -> str:
    """What is the same for the same state."""
    return hashlib.sha256(json.dumps(state, sort_keys=True, default=str).encode()).hexdigest()[:16]
