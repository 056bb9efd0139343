"""What each kind of problem is called in each language, gathered from all services: `python -m deploy.problem_types`.

The type of a problem is an address (RFC 9457), and one service answers for all of them without knowing the others, so
what they say is written down in `shared/web/problem_types.json`. `--check` fails unless that is what the code says.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from services.events import app as events
from services.notifications import app as notifications
from services.volunteers import app as volunteers
from shared.errors import DomainError
from shared.languages import LANGUAGES, add_catalogues, gettext, using
from shared.web import problems
from shared.web.problem_types import FILE

OURS = ("services", "shared")
SERVICES = (events, volunteers, notifications)
"""A service knows all its errors once it is composed."""


def kinds(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every kind of broken rule that there is in our own code, whatever tests have made up."""
    yield kind
    for narrower in kind.__subclasses__():
        if narrower.__module__.partition(".")[0] in OURS:
            yield from kinds(narrower)


def types() -> dict[str, dict[str, object]]:
    """Code -> status and title by language, in the order of codes."""
    for service in SERVICES:
        add_catalogues(Path(str(service.__file__)).parent / "locales")
    found = {code: (status, title) for status, (code, title) in problems.HTTP.items()}
    for kind in kinds():
        found.setdefault(kind.code, (problems.status_of(kind), kind.title))
    return {code: {"status": status, "title": dict(_said(title))} for code, (status, title) in sorted(found.items())}


def _said(title: str) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        with using(language):
            yield language, gettext(title)


def written() -> str:
    """The file as it is written: one kind on a line, so that two changes meet in one line alone."""
    lines = (f"{json.dumps(code)}: {json.dumps(said, ensure_ascii=False)}" for code, said in types().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        FILE.write_text(written(), "utf-8")
    elif FILE.read_text("utf-8") != written():
        sys.exit("shared/web/problem_types.json is not what the code says: run `make catalogues`.")
