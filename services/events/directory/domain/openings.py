"""Opening hours as a provider corrects them: where an entry has hours, what differs by day, and the entry with them.

What is sent bears the id of the place, or of the service itself where its hours count everywhere, so that hours never
reach another place than the one they were typed for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.events.directory.domain.editing import Entry, NewId, filled, texts, with_place
from services.events.directory.domain.hours import MIDNIGHT, is_all_day
from services.events.directory.domain.objects import WEEKDAYS
from services.events.directory.domain.plain import plain
from services.events.directory.domain.week import Row, by_date, check_week, rows_of_week, with_week
from shared.errors import Invalid

HOURS = "hours_"
"""What a fact of hours begins with; the id of the place follows."""
LISTS = ("schedules", "x_exceptions")
Week = dict[str, Any]
"""`schedules` and `x_exceptions`, as a form has them."""


@dataclass(frozen=True)
class Openings:
    """The hours that count at a place (`at`), or everywhere if it is none; `key` is an id without dashes."""

    key: str
    at: Entry | None
    schedules: list[Row]

    @property
    def fact(self) -> str:
        """What a correction calls them."""
        return HOURS + self.key

    @property
    def week(self) -> Week:
        """As the form shows them."""
        return dict(zip(LISTS, rows_of_week(self.schedules), strict=True))


class Span(NamedTuple):
    """From when to when it is open, empty if it is closed all day; `notes` in the languages that they are in."""

    opens_at: str
    closes_at: str
    on_holidays: bool
    notes: tuple[str, ...]


class Differing(NamedTuple):
    """A weekday in a period, or one date, whose hours differ. None: nothing special is said of a date."""

    day: str
    first: str
    last: str
    was: tuple[Span, ...] | None
    now: tuple[Span, ...] | None


def field_of(name: str, key: str) -> str:
    """What a form calls the rows of a place."""
    return f"{name}_{key}"


def openings(entry: Mapping[str, Any]) -> list[Openings]:
    """Each place with the hours that count there; hours of the service itself once, where no place has its own."""
    places, own = entry.get("service_at_locations", ()), entry.get("schedules") or []
    there = [(one, one.get("schedules") or one["location"].get("schedules") or []) for one in places]
    found = [Openings(_key(one), one, hours) for one, hours in there if hours or not own]
    return found if len(found) == len(places) > 0 else [*found, Openings(_key(entry), None, own)]


def _key(thing: Mapping[str, Any]) -> str:
    return str(thing["id"]).replace("-", "")


def hours_changes(entry: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Week]:
    """Of the hours that were sent, those that differ; a place that was not sent stays. Raises Invalid by field."""
    found: dict[str, Week] = {}
    errors: dict[str, list[str]] = {}
    for one in openings(entry):
        said = {name: sent.get(field_of(name, one.key)) for name in LISTS}
        if all(rows is None for rows in said.values()):
            continue
        week = {name: [row for row in rows or () if filled(row)] for name, rows in said.items()}
        try:
            check_week(said["schedules"] or (), said["x_exceptions"] or ())
        except Invalid as error:
            errors |= {_renamed(name, one.key): sentences for name, sentences in error.errors.items()}
            continue
        if differing(one.week, week):
            found[one.fact] = week
    if errors:
        raise Invalid(errors)
    return found


def facts_now(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry says now of each fact of a correction; nothing of a place that is gone."""
    now = plain(entry) | {one.fact: one.week for one in openings(entry)}
    return {name: now[name] for name in facts if name in now}


def _renamed(name: str, key: str) -> str:
    listed, _dot, rest = name.partition(".")
    return f"{field_of(listed, key)}.{rest}"


def with_hours(entry: Entry, facts: Mapping[str, Any], new_id: NewId) -> Entry:
    """The entry with these hours, each where they stood; those of a place that is not there any more go nowhere.

    Raises Invalid by fact, such as for hours that were sent before they were looked at so closely.
    """
    for one in openings(entry):
        if said := facts.get(one.fact):
            try:
                made = with_week(one.schedules, said["schedules"], said["x_exceptions"], new_id)
            except Invalid as error:
                sentences = [sentence for found in error.errors.values() for sentence in found]
                raise Invalid({one.fact: list(dict.fromkeys(sentences))}) from error
            entry = _held(entry, one.at, {"schedules": made})
    return entry


def not_as(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """Those of the facts of hours that say something else than the entry does."""
    said = [one for one in openings(entry) if one.fact in facts]
    return [one.fact for one in said if differing(one.week, facts[one.fact])]


def _held(entry: Entry, at: Entry | None, hours: Entry) -> Entry:
    if at is None:
        return entry | hours
    if at.get("schedules"):
        return with_place(entry, at | hours)
    return with_place(entry, at | {"location": at["location"] | hours})


def differing(was: Week, now: Week) -> list[Differing]:
    """The weekdays and dates whose hours differ, in the order of a week and of the calendar."""
    before, after = _by_day(was), _by_day(now)
    weekly = [
        Differing(*key, tuple(sorted(before[0].get(key, ()))), tuple(sorted(after[0].get(key, ()))))
        for key in sorted({*before[0], *after[0]}, key=lambda key: (key[1:], WEEKDAYS.index(key[0])))
    ]
    dates = [Differing(day, "", "", before[1].get(day), after[1].get(day)) for day in sorted({*before[1], *after[1]})]
    return [one for one in (*weekly, *dates) if one.was != one.now]


def _by_day(week: Week) -> tuple[dict[tuple[str, str, str], list[Span]], dict[str, tuple[Span, ...]]]:
    weekly: dict[tuple[str, str, str], list[Span]] = {}
    for row in week["schedules"]:
        for day in row["byday"]:
            key = (day, row.get("valid_from") or "", row.get("valid_to") or "")
            weekly.setdefault(key, []).append(_span(row, "description"))
    special = by_date(week["x_exceptions"])
    return weekly, {day: tuple(_span(row, "reason") for row in rows) for day, rows in special.items()}


def _span(row: Mapping[str, Any], noted: str) -> Span:
    notes: Sequence[str] = [row[name] for name in texts(noted) if row.get(name)]
    hours = (row.get("opens_at") or "", row.get("closes_at") or "")
    if is_all_day(*hours):
        hours = (MIDNIGHT, MIDNIGHT)  # however it is written
    return Span(*hours, bool(row.get("x_open_on_holidays")), tuple(notes))
