"""In which languages an event is told and held, and which of its texts nobody has checked yet."""

from collections.abc import Collection, Mapping
from typing import Any

from shared.errors import Invalid, _
from shared.languages import LANGUAGES, text_for

TEXTS = ("title", "summary", "description")
"""What is written of an event in each language."""
SPOKEN = tuple(tag for tag in LANGUAGES if "-" not in tag)
"""Languages that people speak at an event; plain Lithuanian is a way of writing one of them."""
SOURCE = "lt"
"""What the others are translated from."""
OUTDATED = _("This text may be older than the Lithuanian one; nobody has checked it yet.")
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


def outdated(
    known: Collection[str], former: Mapping[str, Any], present: Mapping[str, Any], names: Collection[str] = TEXTS
) -> list[str]:
    """The languages whose texts stayed as they were when the Lithuanian ones changed, beside those `known` as such.

    `former` and `present` are the texts of these names before and after a change; whoever wrote a language anew had the
    Lithuanian before their eyes.
    """
    had_source = any(former[name].get(SOURCE) for name in names)
    suspected = set(LANGUAGES) if had_source and _differs(former, present, SOURCE, names) else set(known)
    return [
        tag
        for tag in LANGUAGES
        if tag in suspected - {SOURCE}
        and any(present[name].get(tag) for name in names)
        and not _differs(former, present, tag, names)
    ]


def _differs(former: Mapping[str, Any], present: Mapping[str, Any], language: str, names: Collection[str]) -> bool:
    return any(former[name].get(language) != present[name].get(language) for name in names)


def told_outdated(event: Mapping[str, Any], language: str) -> bool:
    """Whether somebody who reads this language is shown a text that is older than the Lithuanian one."""
    return any(text_for(event[name], language)[1] in event["outdated"] for name in TEXTS if event[name])


def with_texts(event: Mapping[str, Any], language: str, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The event's texts with these in one language in place of what it had; an empty one is taken away.

    Raises NoTitleLeft.
    """
    others = {name: {tag: told for tag, told in event[name].items() if tag != language} for name in TEXTS}
    written = {name: others[name] | ({language: texts[name]} if texts.get(name) else {}) for name in TEXTS}
    if not written["title"]:
        raise NoTitleLeft
    return written
