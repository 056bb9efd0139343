"""What comes in and goes out about the programme. Times come in as wall times and go out as moments too."""

from datetime import datetime
from functools import cache, partial
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.events.organisations.schemas import Line, a_language, a_moment, a_name, a_version
from services.events.programme.domain import LARGEST, LONGEST_OFFER, Access, Kind
from shared.errors import _
from shared.languages import LANGUAGES

YEARS = range(2000, 2100)


class Paragraphs(fields.String):
    """Text of several lines, without blanks around it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        return (super()._deserialize(value, attr, data, **options) or "").strip()


class NeededTexts(Schema):
    """The same text in one or more languages."""

    @validates_schema
    def in_some_language(self, texts: dict[str, str], **_options: object) -> None:
        """Refuse no text at all."""
        if not texts:
            raise ValidationError(_("Write it in at least one language."))


def _texts(called: str, longest: int, base: type[Schema] = Schema, kind: type[fields.String] = Line) -> type[Schema]:
    """A schema with one field per language, since a free mapping would hide the languages from the documentation."""
    text = partial(kind, validate=validate.Length(1, longest), metadata={"pattern": r"\S"})
    return type(called, (base,), {language: text() for language in LANGUAGES})


Title = _texts("Title", 120, NeededTexts)
Summary = _texts("Summary", 300)
Description = _texts("Description", 5000, kind=Paragraphs)
Reason = _texts("Reason", 120)


def in_our_time(when: datetime) -> None:
    """Refuse a year that is surely mistyped, and that time zones know nothing of."""
    if when.year not in YEARS:
        raise ValidationError(_("Choose a year between 2000 and 2099."))


def known_zone(zone: str) -> None:
    """Refuse what is no time zone."""
    if zone not in zones():
        raise ValidationError(_("This is no time zone. One is Europe/Vilnius."))


@cache
def zones() -> set[str]:
    """Every zone of the time zone database."""
    return available_timezones()


a_wall_time = partial(
    fields.NaiveDateTime,
    format="iso",
    validate=in_our_time,
    metadata={"format": "wall-time", "description": "Wall time in the zone, such as 2026-11-28T18:00."},
)
access_facts = partial(
    fields.List, fields.String(validate=validate.OneOf(list(Access))), validate=validate.Length(max=10)
)
some_codes = partial(
    fields.List, Line(validate=validate.Regexp("^[a-z][a-z_-]{1,39}$")), validate=validate.Length(max=20)
)
a_capacity = partial(fields.Integer, strict=True, validate=validate.Range(1, LARGEST))
some_minutes = partial(fields.Integer, strict=True, validate=validate.Range(0, 24 * 60), load_default=0)


class VenueFacts(Schema):
    """Where people come to, and what they can rely on there."""

    name = a_name(required=True)
    address = a_name(required=True)
    municipality = a_name(required=True)
    access = access_facts(load_default=list)
    latitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))


class NewShift(Schema):
    """Work that volunteers are asked for, from some minutes before the occurrence to some after it."""

    title = fields.Nested(Title, required=True)
    places = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100))
    languages = some_codes(load_default=list)
    skills = some_codes(load_default=list)
    minutes_before = some_minutes()
    minutes_after = some_minutes()


class NewOccurrence(Schema):
    """One date of a new event; without a venue of its own it takes place at the event's."""

    starts = a_wall_time(required=True)
    ends = a_wall_time(required=True)
    zone = fields.String(load_default="Europe/Vilnius", validate=known_zone)
    capacity = a_capacity(required=True)
    venue = fields.Nested(VenueFacts)
    shifts = fields.List(fields.Nested(NewShift), load_default=list, validate=validate.Length(max=20))


class EventPatch(Schema):
    """The facts of an event that may change at any time; `offer_hours` 0 promotes waiting parties at once."""

    project_id = fields.UUID(allow_none=True)
    kind = fields.String(validate=validate.OneOf(list(Kind)))
    title = fields.Nested(Title)
    summary = fields.Nested(Summary)
    description = fields.Nested(Description)
    offer_hours = fields.Integer(strict=True, validate=validate.Range(0, LONGEST_OFFER))


class NewEvent(EventPatch):
    """A whole draft: texts, dates, venue, planned shifts."""

    organisation_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    title = fields.Nested(Title, required=True)
    venue = fields.Nested(VenueFacts, required=True)
    occurrences = fields.List(fields.Nested(NewOccurrence), required=True, validate=validate.Length(1, 50))


class Version(Schema):
    """The version of the event that the asker has read."""

    version = a_version()


class Copy(Schema):
    """The day of the copy's first occurrence; the others keep their distance."""

    first_day = fields.Date(required=True, validate=in_our_time)


class Move(Schema):
    """A new time, a new venue, or both."""

    starts = a_wall_time()
    ends = a_wall_time()
    venue = fields.Nested(VenueFacts)

    @validates_schema
    def whole(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse half a time, and no change at all."""
        if ("starts" in facts) != ("ends" in facts):
            raise ValidationError(_("Give both, when it begins and when it ends."))
        if not facts:
            raise ValidationError(_("Give a new time, a new venue, or both."))


class VenueView(Schema):
    """Where people come to."""

    name = fields.String(required=True)
    address = fields.String(required=True)
    municipality = fields.String(required=True)
    access = fields.List(fields.String(), required=True)
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)


class ShiftView(Schema):
    """A planned shift."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    title = fields.Dict(required=True)
    places = fields.Integer(required=True)
    languages = fields.List(fields.String(), required=True)
    skills = fields.List(fields.String(), required=True)
    minutes_before = fields.Integer(required=True)
    minutes_after = fields.Integer(required=True)


class OccurrenceView(Schema):
    """One date; `version` counts changes of what people were told."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"description": "draft, on or cancelled"})
    starts = fields.NaiveDateTime(required=True, format="iso", metadata={"format": "wall-time"})
    ends = fields.NaiveDateTime(required=True, format="iso", metadata={"format": "wall-time"})
    zone = fields.String(required=True)
    starts_at = a_moment(required=True)
    ends_at = a_moment(required=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    free = fields.Integer(required=True)
    waiting = fields.Integer(required=True, metadata={"description": "Parties on the waiting list."})
    venue = fields.Nested(VenueView, required=True)
    shifts = fields.List(fields.Nested(ShiftView), required=True)


class EventView(Schema):
    """An event with everything planned for it; texts by language."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    organisation_id = fields.UUID(required=True)
    organisation = fields.String(required=True)
    project_id = fields.UUID(required=True, allow_none=True)
    kind = fields.String(required=True)
    title = fields.Dict(required=True)
    summary = fields.Dict(required=True)
    description = fields.Dict(required=True)
    offer_hours = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"description": "draft, published or cancelled"})
    reason = fields.Dict(required=True)
    occurrences = fields.List(fields.Nested(OccurrenceView), required=True)


class EventItem(Schema):
    """An event in its organisation's list."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    title = fields.Dict(required=True)
    next_at = a_moment(required=True, allow_none=True)
    occurrences = fields.Integer(required=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class ProgrammeFilter(Schema):
    """What the programme is narrowed to; days are included on both ends."""

    kind = fields.String(validate=validate.OneOf(list(Kind)))
    first_day = fields.Date(validate=in_our_time)
    last_day = fields.Date(validate=in_our_time)
    municipality = a_name()
    spoken = a_language(metadata={"description": "Only what has texts in this language."})
    step_free = fields.Boolean()
    free = fields.Boolean(metadata={"description": "Only what has free places."})


class ProgrammeItem(Schema):
    """One occurrence that people can register for, in one language."""

    occurrence_id = fields.UUID(required=True)
    event_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    organisation = fields.String(required=True)
    language = fields.String(required=True, metadata={"description": "The language of the title."})
    title = fields.String(required=True)
    summary = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    starts_at = a_moment(required=True)
    ends_at = a_moment(required=True)
    zone = fields.String(required=True)
    venue = fields.Nested(VenueView, required=True)
    capacity = fields.Integer(required=True)
    free = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
