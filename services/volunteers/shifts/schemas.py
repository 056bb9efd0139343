"""What comes in and goes out about shifts and sign-ups, and a shift as a calendar file."""

from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from marshmallow import Schema, fields

from services.volunteers.people.schemas import SpokenLanguage
from services.volunteers.shifts.domain import OPEN, Shift
from shared.languages import current, gettext, text_for

_texts = partial(fields.Dict, keys=fields.String(), values=fields.String())


class ShiftFilter(Schema):
    """Which shifts to list."""

    language = SpokenLanguage(metadata={"description": "Only those that ask for this language."})
    fits_me = fields.Boolean(metadata={"description": "Only those in which the asker could take a place now."})


class VenueView(Schema):
    """Where people come to."""

    name = fields.String(required=True)
    address = fields.String(required=True)
    access = fields.List(fields.String(), required=True)


class ShiftView(Schema):
    """A shift. `version` counts the changes of what people who come were told."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    event_id = fields.UUID(required=True)
    occurrence_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation = fields.String(required=True)
    title = _texts(required=True)
    event_title = _texts(required=True)
    places = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    free = fields.Integer(required=True)
    languages = fields.List(fields.String(), required=True)
    skills = fields.List(fields.String(), required=True)
    starts_at = fields.AwareDateTime(required=True, format="iso")
    ends_at = fields.AwareDateTime(required=True, format="iso")
    zone = fields.String(required=True)
    venue = fields.Nested(VenueView, required=True)
    at_screen = fields.Boolean(required=True)


class Sentence(fields.String):
    """What a broken rule says to the asker."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> str:  # noqa: ARG002 - marshmallow's
        return gettext(obj.title, **obj.facts)


class ReasonView(Schema):
    """Why somebody cannot take a place: the code and title that the sign-up would be refused with."""

    code = fields.String(required=True)
    title = Sentence(required=True)


class SeenShiftView(ShiftView):
    """A shift as the asker sees it: their sign-up in it, and why they cannot take a place (null if they can)."""

    sign_up_id = fields.UUID(required=True, allow_none=True)
    reason = fields.Nested(ReasonView, required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Find the shift's own facts one step deeper."""
        return super().get_attribute(obj if attr in {"sign_up_id", "reason"} else obj.shift, attr, default)


class SignUpView(Schema):
    """A place that was just taken."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    shift_id = fields.UUID(required=True)


class OwnSignUpView(Schema):
    """A volunteer's sign-up. `clash`: the shift was moved onto another promise of the same person."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    signed_up_at = fields.AwareDateTime(required=True, format="iso")
    cancelled_by = fields.String(required=True, allow_none=True)
    clash = fields.Boolean(required=True)
    shift = fields.Nested(ShiftView, required=True)


class ComingView(Schema):
    """Who comes to a shift, for its organisation. `unreached`: a message did not arrive, somebody should call."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    signed_up_at = fields.AwareDateTime(required=True, format="iso")
    unreached = fields.Boolean(required=True)
    clash = fields.Boolean(required=True)
    volunteer_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)


def calendar_file(shift: Shift, link: str, sign_up_id: UUID | None = None, *, note: str = "") -> bytes:
    """The shift as iCalendar (RFC 5545) in the reader's language; loaded again after a move it replaces the entry.

    Whoever signed up has one entry, wherever they took it from: it has the UID of the one in their mail. A calendar
    cannot mark a part of a line as of another language, so an entry is in one: the reader's if all its texts have that.
    `note` tells the reader what else there is to know.
    """
    entry = Event()
    entry.add("uid", f"{sign_up_id or shift.id}@talka")
    entry.add("sequence", shift.version)
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("dtstart", shift.starts_at.astimezone(UTC))
    entry.add("dtend", shift.ends_at.astimezone(UTC))
    texts = (shift.title, shift.event_title)
    in_all = {language: language for language in texts[0] if all(text.get(language) for text in texts)}
    told_in, _its_own = text_for(in_all, current())
    titles = [text_for(text, told_in or current())[0] for text in texts]
    entry.add("summary", " – ".join(titles), {"language": told_in} if told_in else {})
    if note:
        entry.add("description", note)
    entry.add("location", f"{shift.venue.name}, {shift.venue.address}")
    entry.add("url", link)
    entry.add("status", "CONFIRMED" if shift.state == OPEN else "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Talka//volunteers//")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written
