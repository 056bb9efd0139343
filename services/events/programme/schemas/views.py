"""What goes out about the programme."""

from marshmallow import Schema, fields

from services.events.organisations.schemas import a_moment

MARKED = "Languages whose texts a machine made and nobody has checked."
LEFT_BEHIND = "Languages whose texts nobody has checked since the Lithuanian ones changed."


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
    at_screen = fields.Boolean(required=True)


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
    machine_made = fields.List(fields.String(), required=True, metadata={"description": MARKED})
    outdated = fields.List(fields.String(), required=True, metadata={"description": LEFT_BEHIND})
    languages_spoken = fields.List(fields.String(), required=True)
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
    machine_made = fields.List(fields.String(), required=True, metadata={"description": MARKED})
    outdated = fields.List(fields.String(), required=True, metadata={"description": LEFT_BEHIND})
    next_at = a_moment(required=True, allow_none=True)
    occurrences = fields.Integer(required=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class ProgrammeItem(Schema):
    """One occurrence that people can register for, in one language."""

    occurrence_id = fields.UUID(required=True)
    event_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    organisation = fields.String(required=True)
    language = fields.String(required=True, metadata={"description": "The language of the title."})
    title = fields.String(required=True)
    summary = fields.String(required=True)
    machine_made = fields.Boolean(required=True, metadata={"description": "Nobody has checked this text yet."})
    outdated = fields.Boolean(required=True, metadata={"description": "It may be older than the Lithuanian text."})
    languages = fields.List(fields.String(), required=True, metadata={"description": "Those it is written in."})
    languages_spoken = fields.List(fields.String(), required=True)
    starts_at = a_moment(required=True)
    ends_at = a_moment(required=True)
    zone = fields.String(required=True)
    venue = fields.Nested(VenueView, required=True)
    capacity = fields.Integer(required=True)
    free = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
