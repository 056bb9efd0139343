"""What comes in and goes out about kiosks."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from services.events.kiosk.domain import Call, Half, Reach, hours_to_choose
from services.events.mediation.domain import By, Kind, TargetGroup
from services.events.mediation.schemas import own
from services.events.organisations.schemas import a_name
from services.events.registrations.schemas import Phone
from shared.errors import _
from shared.languages import LANGUAGES

TARGETS = "^[a-z_]{2,40}$"
MONTH = r"^20\d\d-(0[1-9]|1[0-2])$"
SPOKEN = tuple(language for language in LANGUAGES if "-" not in language)


class KioskFilter(Schema):
    """The address of a list at the kiosk: what is looked for, and which page of it."""

    words = a_name()
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1000))


class PairingCode(Schema):
    """The code that makes a device a kiosk."""

    code = fields.String(required=True, validate=validate.Length(1, 40))


class TakeAway(Schema):
    """Where a page is sent to."""

    phone = Phone(required=True)


class CallMe(Schema):
    """Somebody wants to be called."""

    name = a_name(required=True)
    phone = Phone(required=True)
    spoken = fields.String(required=True, validate=validate.OneOf(SPOKEN))
    target = fields.String(load_default="", validate=validate.Regexp(TARGETS))


class ComeToMe(CallMe):
    """Somebody wants a visit at home."""

    place = a_name(required=True)
    day = fields.Date(required=True)
    half = fields.Enum(Half, by_value=True, required=True)


class DriveMe(CallMe):
    """Somebody wants to be driven to an appointment."""

    place = a_name(required=True)
    destination = a_name(required=True)
    day = fields.Date(required=True)
    hour = fields.String(required=True, validate=validate.OneOf(hours_to_choose()))


class HelpMe(Schema):
    """Somebody wants a helper at the kiosk, now; the name need not be told, a phone only where one shall be called."""

    name = a_name(load_default="")
    reach = fields.Enum(Reach, by_value=True, required=True)
    phone = Phone()
    spoken = fields.String(required=True, validate=validate.OneOf(SPOKEN))
    target = fields.String(load_default="", validate=validate.Regexp(TARGETS))

    @validates_schema
    def _phone_where_it_is_needed(self, data: dict[str, Any], **_options: Any) -> None:
        if data.get("reach") is Reach.PHONE and "phone" not in data:
            raise ValidationError({"phone": [_("Please type your phone number, or choose the first answer.")]})


class GetMeThis(Schema):
    """Somebody wants help with getting a service, for themselves or for somebody else.

    `phone` and `reads` are of whoever asks, `their_phone` and `speaks` of the person they ask for; `agreed` is that
    what is written is passed on.
    """

    by = fields.String(required=True, validate=validate.OneOf([By.PERSON, By.RELATIVE]))
    name = a_name(required=True, validate=validate.Length(1, 100))
    asker_name = a_name(load_default="", validate=validate.Length(1, 100))
    phone = Phone(required=True)
    reads = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    their_phone = Phone()
    speaks = fields.String(load_default="", validate=validate.OneOf(["", *LANGUAGES]))
    target = fields.String(load_default="", validate=validate.OneOf(["", *TargetGroup]))
    need = a_name(required=True)
    kinds = fields.List(
        fields.String(validate=validate.OneOf(list(Kind))), load_default=list, validate=validate.Length(max=2)
    )
    agreed = fields.Boolean(load_default=False)

    @pre_load
    def _asked_only(self, typed: Mapping[str, Any], **_options: object) -> dict[str, Any]:
        return own(typed, ("asker_name", "their_phone", "speaks"))

    @validates_schema
    def _whole(self, data: dict[str, Any], **_options: Any) -> None:
        if not data.get("agreed"):
            raise ValidationError({"agreed": [_("Without this we cannot pass your request on.")]})
        if data.get("by") == By.RELATIVE and not data.get("asker_name"):
            raise ValidationError({"asker_name": ["Missing data for required field."]})


class NewKiosk(Schema):
    """A kiosk to register: what staff call it, where it stands, whose it is."""

    organisation_id = fields.UUID(required=True)
    name = a_name(required=True)
    place = a_name(required=True)


class KioskCode(Schema):
    """The code that pairs a device with the kiosk, once; it is shown this one time."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    code_until = fields.AwareDateTime(required=True, format="iso")


class KioskView(Schema):
    """A kiosk as staff see it."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation = fields.String(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    paired = fields.Boolean(required=True)
    paired_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    seen_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")


class CallFilter(Schema):
    """Which calls: those that somebody waits for, or those that were made."""

    called = fields.Boolean(load_default=False, metadata={"description": "Those who were called, the last first."})


class CallView(Schema):
    """Somebody who wants to be called; name and phone are deleted 30 days after they asked."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    language = fields.String(required=True, metadata={"description": "What they speak."})
    target = fields.String(required=True, metadata={"description": "Code of a target group; empty if not said."})
    kiosk = fields.String(required=True, allow_none=True, metadata={"description": "None if asked elsewhere."})
    state = fields.String(required=True, validate=validate.OneOf(list(Call)))
    asked_at = fields.AwareDateTime(required=True, format="iso")
    answered_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")


class CallAnswer(Schema):
    """What became of a call: the person was spoken with, or not reached."""

    state = fields.Enum(Call, by_value=True, required=True, validate=validate.OneOf([Call.DONE, Call.NOT_REACHED]))


class MonthQuery(Schema):
    """The month that is reported."""

    month = fields.String(
        validate=validate.Regexp(MONTH), metadata={"description": "As `2026-11`; this one if absent."}
    )


class CountView(Schema):
    """How often something was counted."""

    name = fields.String(required=True)
    number = fields.Integer(required=True)


class KioskCounts(Schema):
    """What was counted at the kiosks of a month, without persons."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    door = fields.Integer(required=True)
    service = fields.Integer(required=True)
    search = fields.Integer(required=True)
    take_away = fields.Integer(required=True)
    request = fields.Integer(required=True)


class ReportView(Schema):
    """A month of an organisation's kiosks; `missed` are words that found nothing on more than one day."""

    month = fields.Date(required=True)
    kiosks = fields.List(fields.Nested(KioskCounts), required=True)
    languages = fields.List(fields.Nested(CountView), required=True)
    doors = fields.List(fields.Nested(CountView), required=True)
    requests = fields.List(fields.Nested(CountView), required=True)
    services = fields.List(fields.Nested(CountView), required=True)
    missed = fields.List(fields.Nested(CountView), required=True)
