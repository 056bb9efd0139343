"""What a partner's site shows by one line of HTML: the script, its data, and the page that explains it."""

import json
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from sqlalchemy.orm import Session

from services.events.board import queries
from services.events.board.domain import mark, plain, shortened
from services.events.board.operations import Load, add_loads
from services.events.directory.domain import texts_of
from services.events.directory.queries import services_shown
from services.events.organisations.queries import all_ids, taking_part
from services.events.programme.queries import programme
from shared.errors import NotFound, _
from shared.languages import NAMES, chosen, current, direction, gettext, text_for
from shared.web.pages import Pages, render
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import day, moment
from shared.web.tallies import Tally

pages = Pages("widget")
KEPT, SCRIPT_KEPT = 60, 3600
"""Seconds for which what is on, and the script that draws it, may be kept."""
REMEMBERED = 10
"""Seconds for which a process gives an answer again without asking the database: a full site costs it little."""
USUAL, MOST = 5, 10
"""Items shown unless asked otherwise, and at most: so all of it stays below 15 kB."""
LONGEST_TITLE, LONGEST_NOTE = 120, 140
TITLES = {"programme": _("Programme"), "board": _("News"), "services": _("Services")}
MORE = {"programme": _("Whole programme"), "board": _("All news"), "services": _("All services")}
EMPTY = {
    "programme": _("No event is planned just now. Please look again in a few days."),
    "board": _("There is no news just now. Please look again in a few days."),
    "services": _("No service is listed just now."),
}
SPOKEN_HERE = "lt"
"""The language of venues and towns: they are called the same in all others, and read out as Lithuanian."""
HOMES = {"programme": "/", "board": "/board/", "services": "/directory/"}
Item = dict[str, str]


@pages.open("/widget/v1.js", seconds=SCRIPT_KEPT)
def script(_session: Session) -> Response:
    """The script that draws it."""
    return Response(render("board/widget.js"), content_type="text/javascript; charset=utf-8")


@pages.open("/widget/v1/<what>.json", seconds=KEPT)
def shown(session: Session, what: str) -> Response:
    """The next dates, the newest posts, or services by name, in the language that `lang` asks for.

    Counted for the organisation whose `site` it says it is: what caches on the way answer does not reach us.
    """
    if what not in ITEMS:
        raise NotFound
    count = min(max(request.args.get("count", USUAL, type=int), 1), MOST)
    key = (what, current(), count)
    written, until = _remembered().get(key, (b"", 0.0))
    if until < monotonic():
        written = _written(session, *key)
        _remembered()[key] = (written, monotonic() + REMEMBERED)
    if request.method != "HEAD":
        site = request.args.get("site", type=UUID)
        _loads().count(Load(site if site and site in _sites(session) else None, what, current()))
    return Response(written, content_type="application/json")


def _remembered() -> dict[tuple[str, str, int], tuple[bytes, float]]:
    """What this process has answered, until when it says the same again: some kilobytes for each of 180 questions."""
    found: dict[tuple[str, str, int], tuple[bytes, float]] = current_app.extensions.setdefault("widget", {})
    return found


def _sites(session: Session) -> set[UUID]:
    """The organisations whose site it may be, as they were some seconds ago: those made up are counted as nobody's."""
    found: set[UUID]
    found, until = current_app.extensions.get("widget_sites", (set(), 0.0))
    if until < monotonic():
        found = all_ids(session)
        current_app.extensions["widget_sites"] = (found, monotonic() + REMEMBERED)
    return found


def _loads() -> Tally[Load]:
    """What this process has answered since it last added that up in the database."""
    found: Tally[Load] | None = current_app.extensions.get("widget_loads")
    if found is None:
        mine = Tally(talka().service.database, add_loads)
        found = current_app.extensions.setdefault("widget_loads", mine)  # of two threads, the first one's
    return found


def _written(session: Session, what: str, language: str, count: int) -> bytes:
    told = {
        "version": 1,
        "language": language,
        "direction": direction(language),
        "title": gettext(TITLES[what]),
        "items": ITEMS[what](session, count),
        "more": {"text": gettext(MORE[what]), "link": f"{HOMES[what]}?lang={language}"},
        "empty": gettext(EMPTY[what]),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@pages.get("/board/widget", allow=anyone, public=True)
def explained(session: Session) -> Any:
    """What the widget is, and the line to copy."""
    what = request.args.get("show", "programme")
    sites = [(str(id_), name) for id_, name in taking_part(session)]
    return render(
        "board/widget.html",
        public_url=talka().service.settings.public_url,
        show=what if what in ITEMS else "programme",
        wanted=chosen(request.args.get("in")) or current(),
        site=next((id_ for id_, _name in sites if id_ == request.args.get("site")), ""),
        sites=sites,
        show_options=[(name, gettext(title)) for name, title in TITLES.items()],
        names=NAMES,
    )


def _dates(session: Session, count: int) -> list[Item]:
    found, _more = programme(session, current(), limit=count)
    return [_date(json.loads(one)) for one in found]


def _date(one: dict[str, Any]) -> Item:
    when = moment(datetime.fromisoformat(one["starts_at"]), one["zone"])
    place = {SPOKEN_HERE: f"{one['venue']['name']}, {one['venue']['municipality']}"}
    return _item({one["language"]: one["title"]}, f"/events/{one['event_id']}", place) | {"when": when}


def _posts(session: Session, count: int) -> list[Item]:
    found, _more = queries.board(session, limit=count)
    return [_post(one) for one in found]


def _post(one: dict[str, Any]) -> Item:
    when, title = day(one["appears_at"], talka().service.settings.zone), one["title"]
    if said := mark(one, current()):
        when = f"{when} · {gettext(said)}"
    return _item(title, f"/board/{one['id']}", one["body"]) | {"when": when}


def _services(session: Session, count: int) -> list[Item]:
    found, _more = services_shown(session, page=1, per_page=count)
    return [
        _item(texts_of(one, "name"), f"/directory/services/{one['id']}", texts_of(one, "description")) for one in found
    ]


ITEMS: dict[str, Callable[[Session, int], list[Item]]] = {"programme": _dates, "board": _posts, "services": _services}
"""What can be shown -> how its items are found."""


def _item(title: dict[str, str], link: str, note: dict[str, str]) -> Item:
    shown_title, language = text_for(title, current())
    shown_note, note_language = text_for(note, current())
    return {
        "title": shortened(plain(shown_title), LONGEST_TITLE),
        "language": language,
        "direction": direction(language),
        "link": f"{link}?lang={current()}",
        "note": shortened(plain(shown_note), LONGEST_NOTE),
        "note_language": note_language,
    }
