"""The Lithuanian texts of pages and messages: one word for one thing, written as natives write it."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.web.catalogues import parts, read

ROOT = Path(__file__).parents[2]
MESSAGES = sorted((ROOT / "services/notifications/templates/texts").glob("*.toml"))
LITHUANIAN = ("lt", "lt-simple")
NOT_CAPITAL = re.compile(r"\bj(ūs|ums|ūsų|us|umis)\b")
FOREIGN_QUOTES = re.compile(r"[\"”«»]")
ABBREVIATION = re.compile(r"\b(el|tel|val|min|pvz|kt|t\.\s?y)\.")


def on_pages(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each English text of the catalogues with what stands for it; a text of several catalogues comes several times."""
    for part in parts(ROOT):
        for message in read(part / "locales" / f"{language}.po", language):
            if message.id:
                english = message.id if isinstance(message.id, str) else message.id[0]
                yield english, (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def said(language: str) -> list[str]:
    """All that pages and messages say in a language."""
    messages = [text for path in MESSAGES for text in tomllib.loads(path.read_text())[language].values()]
    return [form for _english, forms in on_pages(language) for form in forms] + messages


@pytest.mark.parametrize("language", LITHUANIAN)
def test_the_same_english_is_the_same_lithuanian_in_every_service(language: str) -> None:
    words = defaultdict(set)
    for english, forms in on_pages(language):
        words[english].add(forms)
    assert {english: several for english, several in words.items() if len(several) > 1} == {}


@pytest.mark.parametrize("language", LITHUANIAN)
def test_the_reader_is_addressed_with_a_capital(language: str) -> None:
    assert [text for text in said(language) if NOT_CAPITAL.search(text)] == []


@pytest.mark.parametrize("language", LITHUANIAN)
def test_quotes_are_lithuanian(language: str) -> None:
    assert [text for text in said(language) if FOREIGN_QUOTES.search(text)] == []
    assert [text for text in said(language) if text.count("„") != text.count("“")] == []


def test_plain_lithuanian_abbreviates_nothing() -> None:
    assert [text for text in said("lt-simple") if ABBREVIATION.search(text)] == []
