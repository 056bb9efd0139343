"""What comes in about the programme, as JSON."""

from datetime import datetime
from functools import cache, partial
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.events.organisations.schemas import Line, a_language, a_name, a_version
from services.events.programme.domain import LARGEST, LONGEST_OFFER, MOST_OCCURRENCES, SPOKEN, Access, Kind, Scope
from shared.errors import _
from shared.languages import LANGUAGES
from shared.typed import Paragraphs

YEARS = range(2000, 2100)


class NeededTexts(Schema):
    """The same text in one or more languages."""

    @validates_schema
    def in_some_language(self, texts: dict[str, str], **_options: object) -> None:
        """Refuse no text at all."""
        if not texts:
            raise ValidationError(_("Write it in at least one language."))


def texts_schema(
    called: str, longest: int, base: type[Schema] = Schema, kind: type[fields.String] = Line
) -> type[Schema]:
    """A schema with one field per language, each of so many characters at most.

    A free mapping would hide the languages from the documentation.
    """
    text = partial(kind, validate=validate.Length(1, longest), metadata={"pattern": r"\S"})
    return type(called, (base,), {language: text() for language in LANGUAGES})


Title = texts_schema("Title", 120, NeededTexts)
Summary = texts_schema("Summary", 300)
Description = texts_schema("Description", 5000, kind=Paragraphs)
Reason = texts_schema("Reason", 120)


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
    """Every zone of the time zone database that has a name of its own everywhere."""
    return available_timezones() - {"Factory", "localtime", "posixrules"}


a_wall_time = partial(
    fields.NaiveDateTime,
    format="iso",
    validate=in_our_time,
    metadata={"format": "wall-time", "description": "Wall time in the zone, such as 2026-11-28T18:00."},
)
access_facts = partial(
    fields.List, fields.String(validate=validate.OneOf(list(Access))), validate=validate.Length(max=10)
)
languages_spoken = partial(
    fields.List, fields.String(validate=validate.OneOf(SPOKEN)), validate=validate.Length(max=len(SPOKEN))
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
    at_screen = fields.Boolean(
        load_default=False,
        metadata={"description": "Whoever has it is rung when somebody asks for help at the information screen."},
    )


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
    machine_made = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)),
        validate=validate.Length(max=len(LANGUAGES)),
        metadata={"description": "Languages whose texts a machine made and nobody has checked yet."},
    )
    outdated = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)),
        validate=validate.Length(max=len(LANGUAGES)),
        metadata={"description": "Languages whose texts nobody has checked since the Lithuanian ones changed."},
    )
    languages_spoken = languages_spoken(
        metadata={"description": "Languages spoken there; if none is named, those of the title that people wrote."}
    )
    offer_hours = fields.Integer(strict=True, validate=validate.Range(0, LONGEST_OFFER))


class NewEvent(EventPatch):
    """A whole draft: texts, dates, venue, planned shifts."""

    organisation_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    title = fields.Nested(Title, required=True)
    venue = fields.Nested(VenueFacts, required=True)
    occurrences = fields.List(
        fields.Nested(NewOccurrence), required=True, validate=validate.Length(1, MOST_OCCURRENCES)
    )


a_scope = partial(
    fields.Enum,
    Scope,
    by_value=True,
    load_default=Scope.THIS,
    metadata={"description": "Dates that have begun or are cancelled stay as they are in a wider scope than `this`."},
)


class Version(Schema):
    """The version of the event that the asker has read."""

    version = a_version()


class AnotherDate(NewOccurrence, Version):
    """One more date of a published event; without a venue of its own it takes place where the last one does."""


class Cancellation(Version):
    """The same, and whether other dates are called off too."""

    scope = a_scope()


class Copy(Schema):
    """The day of the copy's first occurrence; the others keep their distance."""

    first_day = fields.Date(required=True, validate=in_our_time)


class Move(Schema):
    """A new time, a new venue, or both; other dates in the scope move by as much, on their own wall clocks."""

    scope = a_scope()

    starts = a_wall_time()
    ends = a_wall_time()
    venue = fields.Nested(VenueFacts)

    @validates_schema
    def whole(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse half a time, and no change at all."""
        if ("starts" in facts) != ("ends" in facts):
            raise ValidationError(_("Give both, when it begins and when it ends."))
        if not facts.keys() - {"scope"}:
            raise ValidationError(_("Give a new time, a new venue, or both."))


class ProgrammeFilter(Schema):
    """What the programme is narrowed to; days are included on both ends."""

    kind = fields.String(validate=validate.OneOf(list(Kind)))
    first_day = fields.Date(validate=in_our_time)
    last_day = fields.Date(validate=in_our_time)
    municipality = a_name()
    spoken = a_language(metadata={"description": "Only where this language is spoken."})
    step_free = fields.Boolean()
    childcare = fields.Boolean()
    free = fields.Boolean(metadata={"description": "Only what has free places."})
