"""The board as feeds that other sites and readers subscribe to: Atom (RFC 4287) and JSON Feed 1.1."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.board import queries
from services.events.board.domain import CATEGORY_NAMES, Entry, entry_of, json_feed, mark
from services.events.board.schemas import BoardFilter
from shared.languages import current, gettext
from shared.web.pages import Pages, render
from shared.web.served import talka

pages = Pages("board_feeds")
ENTRIES = 50
KEPT = 300
"""Seconds for which a feed may be kept; readers ask every quarter of an hour or seldomer."""
NEVER = datetime(2020, 1, 1, tzinfo=UTC)
"""When a board with no post on it has changed last, which a feed has to say."""


@pages.open("/board/feed.atom", seconds=KEPT)
def atom(session: Session) -> Response:
    """The news in one language, as Atom."""
    facts, entries, updated = _news(session, "/board/feed.atom")
    written = render("board/feed.xml", entries=entries, updated=updated, categories=CATEGORY_NAMES, **facts)
    return _dated(session, Response(written, content_type="application/atom+xml; charset=utf-8"))


@pages.open("/board/feed.json", seconds=KEPT)
def as_json(session: Session) -> Response:
    """The same as JSON Feed."""
    facts, entries, _updated = _news(session, "/board/feed.json")
    written = json.dumps(json_feed(language=current(), entries=entries, **facts), ensure_ascii=False)
    return _dated(session, Response(written, content_type="application/feed+json; charset=utf-8"))


def _news(session: Session, path: str) -> tuple[dict[str, Any], list[Entry], datetime]:
    """What the feed says of itself, its entries, and when those changed last. An unknown filter narrows nothing."""
    sent: dict[str, Any] = {name: value for name, value in request.args.items() if value}
    wanted = {name: value for name, value in sent.items() if name not in BoardFilter().validate(sent)}
    wanted.pop("after", None)
    found, _more = queries.board(session, limit=ENTRIES, **wanted)
    here = talka().service.settings.public_url
    entries = [_marked(entry_of(post, current(), here), mark(post, current())) for post in found]
    home, address = (f"{here}{to}?{urlencode(wanted | {'lang': current()})}" for to in ("/board/", path))
    updated = max((one.updated for one in entries), default=NEVER)
    return {"title": f"Talka: {gettext('News')}", "home": home, "address": address}, entries, updated


def _marked(entry: Entry, mark: str) -> Entry:
    """The entry, with the mark of its text below it, if it has one."""
    return replace(entry, text=f"{entry.text}\n\n({gettext(mark)})".lstrip()) if mark else entry


def _dated(session: Session, response: Response) -> Response:
    """With the date of the board's last change, not of its newest post: what is over must leave the readers too."""
    response.last_modified = queries.board_changed_at(session) or NEVER
    return response
