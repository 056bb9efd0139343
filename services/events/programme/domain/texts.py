"""In which languages an event is told and held, and which of its texts nobody has checked yet."""

from collections.abc import Collection, Mapping
from typing import Any

from shared.errors import Invalid, _
from shared.languages import LANGUAGES, text_for

TEXTS = ("title", "summary", "description")
"""What is written of an event in each language."""
SPOKEN = tuple(tag for tag in LANGUAGES if "-" not in tag)
"""Languages that people speak at an event; plain Lithuanian is a way of writing one of them."""
MACHINE_MADE = _("This text was translated by a machine, and nobody has checked it yet.")


class NoTitleLeft(Invalid):
    """An event that is told in no language at all."""

    code = "no-title-left"
    title = _("This is the only language that the event is told in. Write it in another one first.")


def spoken_by_default(title: Mapping[str, str], machine_made: Collection[str] = ()) -> list[str]:
    """The languages spoken at an event as long as nobody says which: those that people wrote its title in.

    That a machine wrote it in a language does not mean that somebody there speaks it, unless there is nothing else.
    """
    written = [tag for tag in title if tag not in machine_made] or list(title)
    bases = {tag.split("-", maxsplit=1)[0] for tag in written}
    return [tag for tag in SPOKEN if tag in bases]


def unchecked(machine_made: Collection[str], texts: Collection[Mapping[str, str]]) -> list[str]:
    """The languages whose texts a machine made and nobody has checked; none in which there is no text any more."""
    return [tag for tag in LANGUAGES if tag in machine_made and any(one.get(tag) for one in texts)]


def told_by_machine(event: Mapping[str, Any], language: str) -> bool:
    """Whether somebody who reads this language is shown a text of the event that nobody has checked."""
    return any(text_for(event[name], language)[1] in event["machine_made"] for name in TEXTS if event[name])


def with_texts(event: Mapping[str, Any], language: str, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The event's texts with these in one language in place of what it had; an empty one is taken away.

    Raises NoTitleLeft.
    """
    others = {name: {tag: told for tag, told in event[name].items() if tag != language} for name in TEXTS}
    written = {name: others[name] | ({language: texts[name]} if texts.get(name) else {}) for name in TEXTS}
    if not written["title"]:
        raise NoTitleLeft
    return written
