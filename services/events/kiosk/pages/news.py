"""News at the screen: the newest posts of the board, whole, so that a copy has them without a network too."""

from typing import Any

from sqlalchemy.orm import Session

from services.events.board.domain import CATEGORY_NAMES, mark, shortened
from services.events.board.queries import board
from services.events.kiosk.domain import MOST_POSTS
from services.events.kiosk.pages.looking import IN, kiosk_of, screen
from shared.languages import current, gettext, text_for
from shared.web.pages import Pages
from shared.web.rules import anyone
from shared.web.speaking import speak

pages = Pages("kiosk-news", leaves_nothing=True)
BRIEF = 200
"""So many characters of a post are read at once; a touch opens the rest."""


@pages.get(f"{IN}/news", allow=anyone, public=True)
def news(session: Session, language: str) -> Any:
    """The newest posts, in the screen's language where they have it."""
    speak(language)
    found, _more = board(session, limit=MOST_POSTS)
    shown = {"categories": CATEGORY_NAMES, "mark_of": _mark_of}
    return screen("news.html", language, kiosk_of(session), posts=[one | _said(one) for one in found], **shown)


def _mark_of(post: dict[str, Any]) -> str:
    """What is said of the text that is shown; nothing of a checked one."""
    said = mark(post, current())
    return gettext(said) if said else ""


def _said(post: dict[str, Any]) -> dict[str, Any]:
    """What a post says in the present language: at once, and, if that is not all, in full."""
    words, told_in = text_for(post["body"], current())
    brief = shortened(words, BRIEF)
    return {"brief": brief, "whole": words.split("\n\n") if brief != words else [], "told_in": told_in}
