"""Texts as feeds and widgets of other sites take them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.languages import text_for

CUT = "…"
SHOWN = ("programme", "board", "services")
"""What a widget can show on another site."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A post in one language, as a feed tells of it. Moments have their offset; `updated` is when its text changed."""

    id: str
    link: str
    title: str
    text: str
    language: str
    author: str
    category: str
    published: datetime
    updated: datetime


def entry_of(post: Mapping[str, Any], language: str, public_url: str) -> Entry:
    """A post of the board in the language asked for, else in Lithuanian, English or what it has."""
    title, told_in = text_for(post["title"], language)
    text, _language = text_for(post["body"], told_in)
    return Entry(
        id=f"urn:uuid:{post['id']}",
        link=f"{public_url}/board/{post['id']}?lang={language}",
        title=plain(title),
        text=plain(text),
        language=told_in,
        author=plain(post["organisation"]),
        category=post["category"],
        published=post["appears_at"],
        updated=post["shown_at"],
    )


def json_feed(title: str, home: str, address: str, language: str, entries: Iterable[Entry]) -> dict[str, Any]:
    """The entries as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": address,
        "language": language,
        "items": [
            {
                "id": one.id,
                "url": one.link,
                "title": one.title,
                "content_text": one.text or one.title,
                "language": one.language,
                "date_published": one.published.isoformat(),
                "date_modified": one.updated.isoformat(),
                "authors": [{"name": one.author}],
                "tags": [one.category],
            }
            for one in entries
        ],
    }


def plain(text: str) -> str:
    """The text without characters that no XML may hold (XML 1.0, section 2.2): one would break a whole feed."""
    return "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter not in "\ufffe\uffff"))


def shortened(text: str, longest: int) -> str:
    """The text in one line of so many characters at most, cut at a word where that is not far."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > longest // 2 else cut).rstrip(" ,;:–-") + CUT
