"""Forms about one date of an event: to move it, and to add another."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from services.events.organisations.schemas import a_version
from services.events.programme.domain import EndsBeforeItStarts
from services.events.programme.schemas.facts import a_capacity, a_scope, in_our_time
from services.events.programme.schemas.forms import (
    WORK,
    VenueForm,
    WorkForm,
    a_day,
    a_time,
    can_be_typed,
    shifts_of,
    text_fields,
    venue_as_typed,
    venue_of,
    wall_times,
    work_as_typed,
    work_fits_the_form,
)


class VersionForm(Schema):
    """The version of the event that a button was made from."""

    version = a_version()


class _DateForm(VenueForm):
    """When and where; `version` is the event's that the form was made from."""

    version = a_version()
    day = a_day()
    starts = a_time()
    ends = a_time()
    last_day = fields.Date(load_default=None, validate=in_our_time)

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the fields into facts. Raises ValidationError at a last day before the first."""
        last, first = typed["last_day"], typed["day"]
        if last is None or last == first:
            times = wall_times(typed)
        elif last < first:
            raise ValidationError(EndsBeforeItStarts.title, "last_day")
        else:
            times = {"starts": datetime.combine(first, typed["starts"]), "ends": datetime.combine(last, typed["ends"])}
        return {"version": typed["version"], **times, "venue": venue_of(typed), **self._more(typed)}

    def _more(self, _typed: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


class MoveForm(_DateForm):
    """When and where a date shall be from now on."""

    scope = a_scope()

    def _more(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"scope": typed["scope"]}


class _AnotherDateForm(_DateForm, WorkForm):
    """One more date of a published event, and the work at it."""

    capacity = a_capacity(required=True)

    def _more(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {"capacity": typed["capacity"], "shifts": shifts_of(typed)}


AnotherDateForm: type[Schema] = type("AnotherDateForm", (_AnotherDateForm,), text_fields(WORK))


class OtherDate(Schema):
    """Which of an event's dates is meant instead of another."""

    occurrence_id = fields.UUID(required=True)


def move_as_typed(one: dict[str, Any]) -> dict[str, Any]:
    """A date, as its query gives it, as it would stand in the form that moves it; a last day only if it needs one."""
    values = {"day": one["starts"].date(), **{name: one[name].strftime("%H:%M") for name in ("starts", "ends")}}
    if not can_be_typed(one["starts"], one["ends"]):
        values["last_day"] = one["ends"].date()
    return values | venue_as_typed(one["venue"])


def another_as_typed(last: dict[str, Any]) -> dict[str, Any]:
    """What an event's last date proposes for another one, as it would stand in the form; the day is still the last's.

    Work that the form cannot hold is left out.
    """
    work = work_as_typed(last["shifts"] if work_fits_the_form(last["shifts"]) else [])
    return move_as_typed(last) | work | {"capacity": last["capacity"]}
