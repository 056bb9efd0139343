"""Fields of a directory form that several forms have: lines of text, numbers, and the rows of opening hours."""

from functools import partial
from typing import Any

from marshmallow import Schema, fields, validate

from services.events.directory.domain import WEEKDAYS, YEARS, texts
from services.events.organisations.schemas import Line
from shared.typed import Paragraphs

LONGEST = 5000
PHONE = r"\+?[0-9 ()/.-]{3,40}"
"""As people write numbers, short ones of emergency services too."""
a_text = partial(Paragraphs, validate=validate.Length(max=LONGEST))


class Clock(fields.Time):
    """A time on wall clocks, as the document writes it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return super()._deserialize(value, attr, data, **options).strftime("%H:%M")


class Day(fields.Date):
    """A day, as the document writes it, of the years that it takes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        found = super()._deserialize(value, attr, data, **options)
        if found.year not in YEARS:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return found.isoformat()


def a_number() -> fields.String:
    """A phone number as it shall be shown."""
    return Line(validate=validate.Regexp(f"^{PHONE}$", error="Not a valid phone number."))


def rows(called: str, *columns: str, **more: Any) -> fields.List[Any]:
    """A list whose rows have an id and texts in every language."""
    members: dict[str, Any] = {"id": fields.String(validate=validate.Length(max=40))}
    members |= {name: a_text() for name in texts(*columns)}
    return fields.List(fields.Nested(Schema.from_dict(members | more, name=called)), validate=validate.Length(max=60))


def hours_rows() -> fields.List[Any]:
    """The hours of a week: a row is for all days with the same hours."""
    return rows(
        "HoursRow",
        "description",
        byday=fields.List(fields.String(validate=validate.OneOf(WEEKDAYS))),
        opens_at=Clock(),
        closes_at=Clock(),
        valid_from=Day(),
        valid_to=Day(),
        x_open_on_holidays=fields.Boolean(),
    )


def special_rows() -> fields.List[Any]:
    """Days that differ; without times it is closed all day."""
    return rows("ExceptionRow", "reason", day=Day(), opens_at=Clock(), closes_at=Clock())
