"""Words for opening hours and for what a provider corrects of them: what each fact is called, what differs by day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from services.events.directory.domain import (
    FIELDS,
    WEEKDAYS,
    Differing,
    Openings,
    Span,
    differing,
    openings,
    plain,
    texts_of,
)
from shared.languages import current, gettext, text_for
from shared.web import speaking


class Day(NamedTuple):
    """A day as a page tells of it: what was and what is, each said by `nothing` where there is nothing."""

    called: str
    nothing: str
    was: tuple[Span, ...]
    now: tuple[Span, ...]


class Change(NamedTuple):
    """A fact that a provider has corrected, as its keeper reads it; hours are told by `days`."""

    name: str
    label: str
    before: str
    after: str
    days: list[Day]
    place_id: str


def labels(entry: Mapping[str, Any]) -> dict[str, str]:
    """Every fact that can be corrected, with what it is called."""
    return {name: gettext(label) for name, label in FIELDS.items()} | {
        one.fact: hours_of(one) for one in openings(entry)
    }


def week_options() -> list[tuple[str, str]]:
    """The days of a week, to choose from."""
    return list(zip(WEEKDAYS, (whole for _short, whole in speaking.weekdays()), strict=True))


def hours_of(one: Openings) -> str:
    """What the hours of a place are called."""
    return gettext("Opening hours") + place_named(one)


def place_named(one: Openings) -> str:
    """A colon and the name of the place, else its street; empty if it has neither, or is everywhere."""
    if one.at is None:
        return ""
    named = text_for(texts_of(one.at["location"], "name"), current())[0]
    street = next((each.get("address_1", "") for each in one.at["location"].get("addresses", ())), "")
    return f": {named or street}" if named or street else ""


def corrections(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Change]:
    """What a correction changes of an entry as it is now, fact by fact, in words."""
    now, called = plain(entry), labels(entry)
    said = [Change(name, called[name], now[name], facts[name], [], "") for name in FIELDS if name in facts]
    for one in openings(entry):
        if one.fact in facts:
            days = [_told(each) for each in differing(one.week, facts[one.fact])]
            place_id = one.at["location"]["id"] if one.at else ""
            said.append(Change(one.fact, called[one.fact], "", "", days, place_id))
    return said


def _told(one: Differing) -> Day:
    nothing = gettext("closed") if one.day in WEEKDAYS else gettext("as usual")
    return Day(_day(one), nothing, one.was or (), one.now or ())


def _day(one: Differing) -> str:
    if one.day not in WEEKDAYS:
        return speaking.day(date.fromisoformat(one.day))
    named = dict(week_options())[one.day]
    ends = [speaking.plain_day(date.fromisoformat(end)) if end else "…" for end in (one.first, one.last)]
    return f"{named} ({ends[0]} – {ends[1]})" if one.first or one.last else named
