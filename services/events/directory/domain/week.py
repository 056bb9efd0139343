"""Opening hours as a keeper types them: weekly rows on wall clocks and days on which they are others, or none.

What HSDS can say beside that (every second week, the last Friday of a month) is kept as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.events.directory.domain.editing import NewId, filled, merged, texts
from services.events.directory.domain.hours import WALL, senseless
from services.events.directory.domain.objects import WEEKDAYS
from shared.errors import Invalid, _

PLAIN = {"id", "freq", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "x_open_on_holidays"}
PLAIN |= {"x_exceptions", "attributes", "metadata", *texts("description")}
TYPED = ("opens_at", "closes_at", "valid_from", "valid_to", "x_open_on_holidays", *texts("description"))
Row = dict[str, Any]


def is_weekly(schedule: Mapping[str, Any]) -> bool:
    """Whether it is a row of a week that the form can show whole."""
    days = schedule.get("byday", "").split(",")
    hours = [schedule.get(name, "") for name in ("opens_at", "closes_at")]
    plain = set(schedule) <= PLAIN and schedule.get("freq") == "WEEKLY"
    return plain and all(day in WEEKDAYS for day in days) and all(len(hour) == WALL for hour in hours)


def rows_of_week(schedules: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The weekly rows in the order of a week, and the exceptions by day, as the form shows them."""
    weekly = [one | {"byday": one["byday"].split(",")} for one in schedules if is_weekly(one)]
    found = by_date(each for schedule in weekly for each in schedule.get("x_exceptions", ()))
    weekly.sort(key=lambda one: (WEEKDAYS.index(one["byday"][0]), one["opens_at"]))
    return weekly, [each for day in sorted(found) for each in found[day]]


def by_date(special: Iterable[Row]) -> dict[str, list[Row]]:
    """What is said of each day that differs: every time at which it is open, from morning on, each once.

    Without one, it is the first row that says more than its date.
    """
    found: dict[str, list[Row]] = {}
    for one in special:
        found.setdefault(one["day"], []).append(one)
    return {day: _blocks(rows) for day, rows in found.items()}


def _blocks(rows: Sequence[Row]) -> list[Row]:
    blocks: dict[tuple[str, str], Row] = {}
    for one in rows:
        if one.get("opens_at"):
            blocks.setdefault((one["opens_at"], one.get("closes_at") or ""), one)
    return [blocks[hours] for hours in sorted(blocks)] or [next((one for one in rows if one.get("reason")), rows[0])]


def with_week(schedules: Sequence[Row], rows: Sequence[Row], special: Sequence[Row], new_id: NewId) -> list[Row]:
    """The schedules with these rows and exceptions. Raises Invalid for a row without days or hours."""
    check_week(rows, special)
    rows, special = [row for row in rows if filled(row)], [row for row in special if filled(row)]
    known = {one["id"]: one for one in schedules if is_weekly(one)}
    made = [one for one in schedules if not is_weekly(one)]
    blocks = by_date(special)
    for number, row in enumerate(rows):
        one = merged(known.pop(row.get("id", ""), {}) or {"id": new_id()}, row, TYPED)
        one |= {"freq": "WEEKLY", "byday": ",".join(day for day in WEEKDAYS if day in row["byday"])}
        said = [each for day in sorted(blocks) for each in (blocks[day] if number == 0 else [{"day": day}])]
        one["x_exceptions"] = _exceptions(said, one.get("x_exceptions", ()), new_id)
        made.append(one)
    return made


def _exceptions(said: Sequence[Row], known: Sequence[Row], new_id: NewId) -> list[Row]:
    """What a row says of days that differ, with the ids that are there; one row has their hours, the others are closed.

    Each time of a day keeps an id of its own, since a day with a break at noon has two.
    """
    ids: dict[str, list[str]] = {}
    for one in known:
        ids.setdefault(one["day"], []).append(one["id"])
    keys = ("opens_at", "closes_at", *texts("reason"))
    return [
        {"id": ids[one["day"]].pop(0) if ids.get(one["day"]) else new_id(), "day": one["day"]}
        | {key: one[key] for key in keys if one.get(key)}
        for one in said
    ]


def check_week(rows: Sequence[Row], special: Sequence[Row]) -> None:
    """See that rows have days and hours, and days that differ a week. Raises Invalid, by the rows as they were sent.

    Rows in which nothing stands say nothing.
    """
    errors = _senseless("schedules", rows) | _senseless("x_exceptions", special)
    for number, row in _filled(rows):
        if not row.get("byday"):
            errors[f"schedules.{number}.byday"] = [_("Choose at least one day.")]
        for name in ("opens_at", "closes_at"):
            if not row.get(name):
                errors[f"schedules.{number}.{name}"] = [_("Please fill this in.")]
    for number, row in _filled(special):
        if not row.get("day"):
            errors[f"x_exceptions.{number}.day"] = [_("Please fill this in.")]
        if bool(row.get("opens_at")) != bool(row.get("closes_at")):
            errors[f"x_exceptions.{number}.closes_at"] = [_("Give both times, or none if it is closed all day.")]
        if not any(map(filled, rows)):
            errors[f"x_exceptions.{number}.day"] = [_("Give the weekly hours first, from which this day differs.")]
    if errors:
        raise Invalid(errors)


def _senseless(name: str, rows: Sequence[Row]) -> dict[str, list[str]]:
    return {f"{name}.{no}.{column}": [said] for no, row in _filled(rows) for column, said in senseless(row).items()}


def _filled(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    return [(number, row) for number, row in enumerate(rows) if filled(row)]
