"""Forms of the programme's pages: flat fields, turned into the same facts that the JSON routes take."""

from datetime import datetime, time
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.events.organisations.schemas import Line, a_name, a_version
from services.events.programme.domain import LONGEST_OFFER, EndsBeforeItStarts, Kind, between
from services.events.programme.schemas.facts import (
    a_capacity,
    access_facts,
    in_our_time,
    languages_spoken,
    some_minutes,
)
from shared.errors import _
from shared.languages import LANGUAGES
from shared.typed import Paragraphs

TEXTS = {"title": (Line, 120), "summary": (Line, 300), "description": (Paragraphs, 5000)}
"""An event's texts -> the kind of field and the most characters. `title_uk` is one field's name."""
WORK: dict[str, tuple[type[fields.String], int]] = {"shift": (Line, 120)}
"""The text about a planned shift, likewise."""
MOST_DATES = 12
ZONE = "Europe/Vilnius"
"""Forms are about Lithuania; other zones come by the JSON interface."""


def without_zone(clock: time) -> None:
    """Refuse `18:00Z` and `18:00+02:00`: a form's times are those of the clock on the wall."""
    if clock.tzinfo is not None:
        raise ValidationError("Not a valid time.")


a_day = partial(fields.Date, required=True, validate=in_our_time)
a_time = partial(fields.Time, required=True, format="iso", validate=without_zone)


def field_name(text: str, language: str) -> str:
    """The name of the form's field for a text in a language."""
    return f"{text}_{language.replace('-', '_')}"


def wall_times(typed: dict[str, Any]) -> dict[str, datetime]:
    """When a date is. Raises ValidationError at an end that does not follow the start."""
    try:
        starts, ends = between(typed["day"], typed["starts"], typed["ends"])
    except EndsBeforeItStarts as error:
        raise ValidationError(error.title, "ends") from error
    return {"starts": starts, "ends": ends}


class OccurrenceRow(Schema):
    """One line of the form: a date."""

    day = a_day()
    starts = a_time()
    ends = a_time()
    capacity = a_capacity(required=True)

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the fields into the facts of a date."""
        return wall_times(typed) | {"capacity": typed["capacity"]}


def _each_once(rows: list[dict[str, Any]]) -> None:
    """Refuse two dates that begin at the same time: one was rather copied and not changed."""
    begins = [row["starts"] for row in rows]
    twice = [number for number, one in enumerate(begins) if one in begins[:number]]
    if twice:
        said = {"day": [_("This date is here twice. Choose another day or time, or leave it out.")]}
        raise ValidationError({"occurrences": dict.fromkeys(twice, said)})


class VenueForm(Schema):
    """The fields of a venue."""

    venue_name = a_name(required=True)
    venue_address = a_name(required=True)
    venue_municipality = a_name(required=True)
    venue_access = access_facts(load_default=list)


def venue_of(typed: dict[str, Any]) -> dict[str, Any]:
    """The venue that was typed."""
    return {name: typed[f"venue_{name}"] for name in ("name", "address", "municipality", "access")}


def text_fields(texts: dict[str, tuple[type[fields.String], int]]) -> dict[str, fields.Field[Any]]:
    """The form's fields for texts, each in every language."""
    return {
        field_name(text, language): kind(validate=validate.Length(1, longest))
        for text, (kind, longest) in texts.items()
        for language in LANGUAGES
    }


def texts_of(typed: dict[str, Any], text: str) -> dict[str, str]:
    """What was typed into the fields of a text, by language."""
    given = ((language, typed.get(field_name(text, language))) for language in LANGUAGES)
    return {language: words for language, words in given if words}


_ALIKE = ("kind", "offer_hours", "machine_made", "languages_spoken")
"""Facts that a form holds as the event does."""


class TitledForm(Schema):
    """A form with a title in one or more languages; one that is missing is said along with all else that is wrong."""

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def titled(self, _typed: dict[str, Any], sent: dict[str, Any], **_options: object) -> None:
        """Refuse no title at all."""
        if not texts_of(sent, "title"):
            raise ValidationError(_("Write it in at least one language."), "title_lt")


class _FactsForm(TitledForm):
    """What may be changed at any time: the facts of `EventPatch`."""

    project_id = fields.UUID(load_default=None)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    offer_hours = fields.Integer(load_default=0, validate=validate.Range(0, LONGEST_OFFER))
    machine_made = fields.List(fields.String(validate=validate.OneOf(LANGUAGES)), load_default=list)
    languages_spoken = languages_spoken(load_default=list)

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the fields into the facts of an event."""
        texts = {text: texts_of(typed, text) for text in TEXTS}
        names = ("version", "organisation_id", "project_id", *_ALIKE)
        return texts | {name: typed[name] for name in names if name in typed} | self._more(typed)

    def _more(self, _typed: dict[str, Any]) -> dict[str, Any]:
        return {}


class WorkForm(Schema):
    """The fields of the planned shift beside its texts; none if no volunteers are needed."""

    shift_places = fields.Integer(load_default=0, validate=validate.Range(0, 100))
    shift_languages = fields.List(fields.String(validate=validate.OneOf(LANGUAGES)), load_default=list)
    shift_before = some_minutes()
    shift_after = some_minutes()
    shift_at_screen = fields.Boolean(load_default=False)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def said_what_for(self, typed: dict[str, Any], sent: dict[str, Any], **_options: object) -> None:
        """Refuse volunteers who are not told what they will do; said along with all else that is wrong."""
        if typed.get("shift_places") and not texts_of(sent, "shift"):
            raise ValidationError(_("Say what the volunteers will do."), "shift_lt")


def shifts_of(typed: dict[str, Any]) -> list[dict[str, Any]]:
    """The shift that was typed, if volunteers are needed."""
    if not typed["shift_places"]:
        return []
    return [
        {
            "title": texts_of(typed, "shift"),
            "places": typed["shift_places"],
            "languages": typed["shift_languages"],
            "skills": [],
            "minutes_before": typed["shift_before"],
            "minutes_after": typed["shift_after"],
            "at_screen": typed["shift_at_screen"],
        }
    ]


class _EventForm(_FactsForm, VenueForm, WorkForm):
    """A whole event with its dates at one venue and one planned shift for each of them."""

    organisation_id = fields.UUID(required=True)
    occurrences = fields.List(fields.Nested(OccurrenceRow), required=True, validate=validate.Length(1, MOST_DATES))

    def _more(self, typed: dict[str, Any]) -> dict[str, Any]:
        _each_once(typed["occurrences"])
        shifts = shifts_of(typed)
        dates = [row | {"zone": ZONE, "shifts": shifts} for row in typed["occurrences"]]
        return {"venue": venue_of(typed), "occurrences": dates}


EventForm: type[Schema] = type("EventForm", (_EventForm,), text_fields(TEXTS | WORK))
DraftForm: type[Schema] = type("DraftForm", (EventForm,), {"version": a_version()})
FactsForm: type[Schema] = type("FactsForm", (_FactsForm,), text_fields(TEXTS) | {"version": a_version()})


def as_typed(event: dict[str, Any]) -> dict[str, Any]:
    """An event, as its query gives it, as it would stand in the form."""
    first = event["occurrences"][0]
    texts = {name: event[name] for name in TEXTS}
    return {
        **{field_name(name, language): words for name, text in texts.items() for language, words in text.items()},
        **venue_as_typed(first["venue"]),
        **{name: event[name] for name in ("version", "organisation_id", "project_id", *_ALIKE)},
        "occurrences": [_row(one) for one in event["occurrences"]],
        **work_as_typed(first["shifts"]),
    }


def venue_as_typed(venue: dict[str, Any]) -> dict[str, Any]:
    """A venue as it would stand in a form."""
    return {f"venue_{name}": venue[name] for name in ("name", "address", "municipality", "access")}


def work_as_typed(shifts: list[dict[str, Any]]) -> dict[str, Any]:
    """The first of these shifts, or none, as it would stand in a form."""
    shift: dict[str, Any] = shifts[0] if shifts else {"title": {}, "places": 0, "languages": []}
    return {
        **{field_name("shift", language): words for language, words in shift["title"].items()},
        "shift_places": shift["places"],
        "shift_languages": shift["languages"],
        "shift_before": shift.get("minutes_before", 0),
        "shift_after": shift.get("minutes_after", 0),
        "shift_at_screen": shift.get("at_screen", False),
    }


def _row(one: dict[str, Any]) -> dict[str, Any]:
    times = {name: one[name].strftime("%H:%M") for name in ("starts", "ends")}
    return {"day": one["starts"].date(), "capacity": one["capacity"], **times}


def fits_the_form(event: dict[str, Any]) -> bool:
    """Whether the form can hold all of an event, so that nothing of one that was made by programme gets lost."""
    dates = event["occurrences"]
    alike = [(one["venue"]["id"], one["zone"], _without_ids(one["shifts"])) for one in dates]
    shifts = alike[0][2]
    return (
        len(dates) <= MOST_DATES
        and all(one == alike[0] for one in alike)
        and alike[0][1] == ZONE
        and all(can_be_typed(one["starts"], one["ends"]) for one in dates)
        and work_fits_the_form(shifts)
    )


def work_fits_the_form(shifts: list[dict[str, Any]]) -> bool:
    """Whether the form can hold the shifts of a date."""
    typed = all(not shift["skills"] and set(shift["languages"]) <= set(LANGUAGES) for shift in shifts)
    return typed and len(shifts) <= 1


def can_be_typed(starts: datetime, ends: datetime) -> bool:
    """Whether a form can hold this time as a day and two times of day."""
    try:
        return between(starts.date(), starts.time(), ends.time()) == (starts, ends)
    except EndsBeforeItStarts:
        return False


def _without_ids(shifts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: fact for name, fact in shift.items() if name != "id"} for shift in shifts]
