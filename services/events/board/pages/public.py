"""Pages of the board for everybody: the news, and one post."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.board import queries
from services.events.board.domain import CATEGORY_NAMES, mark, shortened
from services.events.board.schemas import BoardFilter
from shared.languages import NAMES, current, gettext, text_for
from shared.web.pages import Pages, render
from shared.web.reading import cursor, place
from shared.web.rules import anyone
from shared.web.speaking import options

pages = Pages("board")
PAGE = 20
BRIEF = 200
"""So many characters of a post stand in a list."""


def briefly(texts: dict[str, str]) -> dict[str, str]:
    """What a list shows of a longer text, in each of its languages."""
    return {language: shortened(words, BRIEF) for language, words in texts.items()}


def mark_of(post: dict[str, Any]) -> str:
    """What is said of the text that the asker is shown, in their language; nothing of a checked one."""
    said = mark(post, current())
    return gettext(said) if said else ""


SHARED: dict[str, Any] = {
    "categories": CATEGORY_NAMES,
    "briefly": briefly,
    "mark_of": mark_of,
}
"""What the pieces of the board's pages need."""


@pages.get("/board/", allow=anyone, public=True)
def board(session: Session) -> Any:
    """The news, newest first; what it is narrowed to is part of the address, so that it can be sent to somebody."""
    sent = {name: value for name, value in request.args.items() if value and name != "lang"}
    wrong = BoardFilter().validate(sent)
    wanted = {name: value for name, value in sent.items() if name not in wrong}
    filters = BoardFilter().load(wanted)
    after = place(filters.pop("after", None))
    found, more = queries.board(session, limit=PAGE, after=after, **filters)
    return render(
        "board/board.html",
        posts=found,
        more=cursor(more),
        wanted=wanted,
        narrowed=filters,
        category_options=options(CATEGORY_NAMES),
        area_options=[(name, name) for name in queries.areas(session)],
        names=NAMES,
        **SHARED,
    )


@pages.get("/board/<uuid:post_id>", allow=anyone, public=True)
def post(session: Session, post_id: UUID) -> Any:
    """One post in full."""
    return render("board/post.html", **told(queries.post_shown(session, post_id)))


def told(post: dict[str, Any]) -> dict[str, Any]:
    """What the page of a post says of it in the present language."""
    body, language = text_for(post["body"], current())
    paragraphs = body.split("\n\n") if body else []
    return {"post": post, "paragraphs": paragraphs, "told_in": language} | SHARED
