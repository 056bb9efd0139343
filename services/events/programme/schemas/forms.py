"""Forms of the programme's pages: flat fields, turned into the same facts that the JSON routes take."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.events.organisations.schemas import Line, a_name, a_version
from services.events.programme.domain import LONGEST_OFFER, Kind
from services.events.programme.schemas.facts import Paragraphs, a_capacity, access_facts, in_our_time, some_minutes
from shared.errors import _
from shared.languages import LANGUAGES

TEXTS = {"title": (Line, 120), "summary": (Line, 300), "description": (Paragraphs, 5000), "shift": (Line, 120)}
"""Texts in an event's form -> the kind of field and the most characters. `title_uk` is one field's name."""


def without_zone(clock: time) -> None:
    """Refuse `18:00Z` and `18:00+02:00`: a form's times are those of the clock on the wall."""
    if clock.tzinfo is not None:
        raise ValidationError("Not a valid time.")


a_day = partial(fields.Date, required=True, validate=in_our_time)
a_time = partial(fields.Time, required=True, format="iso", validate=without_zone)


def field_name(text: str, language: str) -> str:
    """The name of the form's field for a text in a language."""
    return f"{text}_{language.replace('-', '_')}"


def _between(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """The wall times; an end that is not after the start is on the next day."""
    last = day if ends > starts else day + timedelta(days=1)
    return datetime.combine(day, starts), datetime.combine(last, ends)


class OccurrenceRow(Schema):
    """One line of the form: a date."""

    day = a_day()
    starts = a_time()
    ends = a_time()
    capacity = a_capacity(required=True)


class VenueForm(Schema):
    """The fields of a venue."""

    venue_name = a_name(required=True)
    venue_address = a_name(required=True)
    venue_municipality = a_name(required=True)
    venue_access = access_facts(load_default=list)


def _venue(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: typed[f"venue_{name}"] for name in ("name", "address", "municipality", "access")}


class _EventForm(VenueForm):
    """A new event with up to six dates at one venue and one planned shift for each of them."""

    organisation_id = fields.UUID(required=True)
    project_id = fields.UUID(load_default=None)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    offer_hours = fields.Integer(load_default=0, validate=validate.Range(0, LONGEST_OFFER))
    occurrences = fields.List(fields.Nested(OccurrenceRow), required=True, validate=validate.Length(1, 6))
    shift_places = fields.Integer(load_default=0, validate=validate.Range(0, 100))
    shift_languages = fields.List(fields.String(validate=validate.OneOf(LANGUAGES)), load_default=list)
    shift_before = some_minutes()
    shift_after = some_minutes()

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the fields into the facts of a new event."""
        texts = {text: self._texts(typed, text) for text in TEXTS}
        if not texts["title"]:
            raise ValidationError(_("Write it in at least one language."), "title_lt")
        shifts = self._shifts(typed, texts.pop("shift"))
        return texts | {
            **{name: typed[name] for name in ("organisation_id", "project_id", "kind", "offer_hours")},
            "venue": _venue(typed),
            "occurrences": [self._occurrence(row, shifts) for row in typed["occurrences"]],
        }

    @staticmethod
    def _texts(typed: dict[str, Any], text: str) -> dict[str, str]:
        given = ((language, typed.get(field_name(text, language))) for language in LANGUAGES)
        return {language: words for language, words in given if words}

    @staticmethod
    def _shifts(typed: dict[str, Any], title: dict[str, str]) -> list[dict[str, Any]]:
        if not typed["shift_places"]:
            return []
        if not title:
            raise ValidationError(_("Say what the volunteers will do."), "shift_lt")
        return [
            {
                "title": title,
                "places": typed["shift_places"],
                "languages": typed["shift_languages"],
                "skills": [],
                "minutes_before": typed["shift_before"],
                "minutes_after": typed["shift_after"],
            }
        ]

    @staticmethod
    def _occurrence(row: dict[str, Any], shifts: list[dict[str, Any]]) -> dict[str, Any]:
        starts, ends = _between(row["day"], row["starts"], row["ends"])
        zone = "Europe/Vilnius"
        return {"starts": starts, "ends": ends, "zone": zone, "capacity": row["capacity"], "shifts": shifts}


EventForm: type[Schema] = type(
    "EventForm",
    (_EventForm,),
    {
        field_name(text, language): kind(validate=validate.Length(1, longest))
        for text, (kind, longest) in TEXTS.items()
        for language in LANGUAGES
    },
)


class VersionForm(Schema):
    """The version of the event that a button was made from."""

    version = a_version()


class MoveForm(VenueForm):
    """When and where a date shall be from now on; `version` is the event's that the form was made from."""

    version = a_version()
    day = a_day()
    starts = a_time()
    ends = a_time()

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the fields into the facts of a move."""
        starts, ends = _between(typed["day"], typed["starts"], typed["ends"])
        return {"version": typed["version"], "starts": starts, "ends": ends, "venue": _venue(typed)}
