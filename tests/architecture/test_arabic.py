"""What a page in Arabic needs of everybody who writes a template or a translation: its own commas and directions."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from shared.settings import SERVICES
from shared.web import catalogues

PARTS = [Path("shared"), *(Path("services") / service for service in SERVICES)]
STILL = {"services/events/html/directory/place.html"}
"""An address is written in Latin letters, and so is its comma."""
AFTER = re.compile(r"(?:</\w+>)?[,;](?:\s|$)")
LISTS = re.compile(r"(\w+)=(?:listed\(|between\(\)\.join\()")
ISOLATED = re.compile("[\u2066\u2068]{(\\w+)}\u2069")


def latin_commas(source: str) -> Iterator[str]:
    """Commas and semicolons of the Latin script that a template sets between two values."""
    before = ""
    for _line, kind, text in Environment(autoescape=True).lex(source):
        if (kind == "string" and text[1:-1] in {", ", "; "}) or (
            kind == "data" and before in {"variable_end", "block_end"} and AFTER.match(text)
        ):
            yield text
        before = kind


def test_latin_commas_between_values_are_found() -> None:
    assert list(latin_commas('{{ a }}, {{ b ~ "; " ~ c }}<b>{{ d }}</b>; {{ e }}')) == [", ", '"; "', "</b>; "]
    assert list(latin_commas('{{ f("a", "b") }}{{ between() }}{% if g in ("a", "b") %}h, i{% endif %}')) == []


def test_values_stand_between_the_commas_of_the_readers_script() -> None:
    """`between()` and `listed(…)` know which."""
    templates = [path for part in PARTS for path in part.rglob("*.html")]
    assert {str(path) for path in templates if any(latin_commas(path.read_text()))} <= STILL


def test_a_list_of_things_that_keep_their_own_direction_runs_like_the_sentence_around_it() -> None:
    """An isolate takes its direction from its first letter and skips isolates (UAX #9): a list of them ran wrongly."""
    sources = [path.read_text() for part in PARTS for kind in ("*.html", "*.py") for path in part.rglob(kind)]
    lists = {name for source in sources for name in LISTS.findall(source)}
    assert {"languages", "skills", "topics"} <= lists
    texts = [str(message.string) for part in PARTS for message in catalogues.read(part / "locales/ar.po", "ar")]
    assert [text for text in texts if lists & set(ISOLATED.findall(text))] == []
