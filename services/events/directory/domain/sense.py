"""What a document may not bring in, though each value is one that its field can hold.

Asked at an import alone: what came in before must not stand in the way of whoever corrects something else of an entry.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from services.events.directory.domain.documents import Document, Facts, key
from services.events.directory.domain.hours import senseless
from services.events.directory.domain.objects import OBJECTS
from services.events.directory.domain.recurring import WEEKLY
from services.events.directory.domain.shapes import Kind, Object
from services.events.directory.domain.values import YEARS
from shared.errors import _

OLDEST = 130
BETWEEN = {
    "location": {"latitude": (-90, 90), "longitude": (-180, 180)},
    "service": {"minimum_age": (0, OLDEST), "maximum_age": (0, OLDEST)},
    "schedule": {"timezone": (-12, 14)},
}
AT_LEAST = {
    "schedule": {"interval": 1, "count": 1},
    "cost_option": {"amount": 0},
    "service_capacity": {"available": 0, "maximum": 0},
    "phone": {"extension": 0},
}
WHOLE = ("interval", "count")
OF_RULES = {"bymonthday": 31, "byyearday": 366, "byweekno": 53}
"""The largest numbers of a rule; less than 0 counts from the end, and there is no 0 (RFC 5545, 3.3.10)."""
PAST = {"last_modified", "assured_date", "updated", "last_action_date"}
"""Days and moments at which something has happened."""
A_DAY = timedelta(days=1)
"""So far may other clocks and time zones be ahead of ours."""
STILL_TO_COME = _("This day is still to come. Give the day on which it was.")
NO_BEGINNING = _("Give dtstart, the day from which this is counted.")
OF_MONTHS = _("Only in a month is there a second Monday. Write MO for each, or the freq MONTHLY.")
ENDS_FIRST = _("The last day comes before the first. Correct the dates.")
Found = Iterator[tuple[str, str]]
"""Keys, each with what is wrong there."""


def check_sense(document: Document, now: datetime) -> None:
    """Raise DocumentIsWrong for what cannot be: by the place of the object and the key.

    Blank texts, numbers and rules beyond their ranges, hours and periods that end before they begin, days still to come
    (at `now`) on which something has been done.
    """
    for name, rows in document.rows.items():
        for id_, facts in rows.items():
            for column, sentence in _wrong(OBJECTS[name], facts, now):
                document.wrong(f"{document.places[name, id_]}.{column}", sentence)
    document.check()


def _wrong(one: Object, facts: Facts, now: datetime) -> Found:
    yield from _blank(one, facts)
    yield from _numbers(one.name, facts)
    yield from _times(facts, now)
    yield from senseless(facts).items()
    if one.name == "schedule":
        yield from _rule(facts)


def _blank(one: Object, facts: Facts) -> Found:
    for each in one.fields:
        said = facts.get(each.name)
        if isinstance(said, dict):
            yield from ((key(each.name, language), EMPTY) for language, text in said.items() if _is_blank(text))
        elif each.kind is Kind.TEXT and said is not None and _is_blank(said):
            yield each.name, EMPTY


EMPTY = "Missing data for required field."


def _is_blank(said: str) -> bool:
    """Whether nobody sees anything of it; a space of no width is no sign either."""
    return not any(sign.isprintable() and not sign.isspace() for sign in said)


def _numbers(name: str, facts: Facts) -> Found:
    for column, (least, most) in BETWEEN.get(name, {}).items():
        if not least <= facts.get(column, least) <= most:
            yield column, between(least, most)
    for column, least in AT_LEAST.get(name, {}).items():
        if facts.get(column, least) < least:
            yield column, f"Must be greater than or equal to {least}."
        elif column in WHOLE and facts.get(column, least) % 1:
            yield column, "Not a valid integer."
    if facts.get("maximum_age", OLDEST) < facts.get("minimum_age", 0) <= OLDEST:
        yield "maximum_age", f"Must be greater than or equal to {facts['minimum_age']:g}."


def between(least: int, most: int) -> str:
    """That a number must lie there."""
    return f"Must be greater than or equal to {least} and less than or equal to {most}."


def _times(facts: Facts, now: datetime) -> Found:
    for column in sorted(PAST & facts.keys()):
        said: Any = facts[column]
        limit = now + A_DAY if isinstance(said, datetime) else (now + A_DAY).date()
        if said > limit:
            yield column, STILL_TO_COME
        elif said.year not in YEARS:
            yield column, "Not a valid date."


def _rule(facts: Facts) -> Found:
    for column, most in OF_RULES.items():
        numbers = [int(one) for one in facts.get(column, "1").split(",")]
        if not all(0 < abs(number) <= most for number in numbers):
            yield column, between(-most, most) if 0 not in numbers else "Invalid value."
    if facts.get("freq") == WEEKLY and any(one[:-2] for one in facts.get("byday", "").split(",")):
        yield "byday", OF_MONTHS
    counted = "freq" in facts and ("count" in facts or facts.get("interval", 1) > 1)
    if counted and not facts.keys() & {"dtstart", "valid_from"}:
        yield "dtstart", NO_BEGINNING
    for column in ("until", "valid_to"):
        if facts.get(column, date.max) < facts.get("dtstart", date.min):
            yield column, ENDS_FIRST
