"""What comes in about registrations: JSON and forms."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from services.events.organisations.schemas import Line, a_language, a_name, a_version, an_email
from services.events.programme.schemas import Reason, a_capacity, a_scope, text_fields, texts_of
from services.events.registrations.domain import LARGEST_PARTY, Need, code_as_typed
from shared import addresses
from shared.errors import Invalid, _
from shared.links import ALPHABET, CODE_LENGTH

LONGEST_NAME = 100
GIVEN_OUT = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")


class Phone(fields.String):
    """A phone number as people type it; a landline is good for a call."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **options) or ""
        try:
            return addresses.phone(typed)
        except Invalid as error:
            raise ValidationError(error.title) from error


class AnyContact(Line):
    """A phone, kept as E.164, or an e-mail address: what has an `@` is one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options)
        try:
            return addresses.email_address(typed) if "@" in typed else addresses.phone(typed).e164
        except Invalid as error:
            raise ValidationError(error.title) from error


class Code(fields.String):
    """A six-character code, in whatever case and groups it is typed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        code = code_as_typed(super()._deserialize(value, attr, data, **options) or "")
        if not GIVEN_OUT.fullmatch(code):
            raise ValidationError(_("The code has six letters and digits, without 0, O, 1 and I."))
        return code


a_phone = partial(Phone, metadata={"format": "phone"})
a_party = partial(
    fields.Integer,
    required=True,
    strict=True,
    validate=validate.Range(1, LARGEST_PARTY),
    metadata={"description": "How many people come, all of them counted."},
)
some_names = partial(
    fields.List,
    a_name(validate=validate.Length(1, LONGEST_NAME)),
    load_default=list,
    validate=validate.Length(max=LARGEST_PARTY),
    metadata={"description": "One name for each person, or none."},
)


some_needs = partial(
    fields.List,
    fields.String(validate=validate.OneOf(list(Need))),
    load_default=list,
    validate=validate.Length(max=10),
)
a_note = partial(Line, load_default="", validate=validate.Length(max=300))


class NewRegistration(Schema):
    """A household or person who wants to come. Phone, e-mail, both or neither; `prefers` decides between both."""

    party = a_party()
    names = some_names()
    phone = a_phone(load_default=None, allow_none=True)
    email = an_email(load_default=None, allow_none=True)
    prefers = fields.String(load_default="sms", validate=validate.OneOf(["sms", "email"]))
    language = a_language(required=True)
    any_hour = fields.Boolean(
        load_default=False, metadata={"description": "May be written to between 21 and 8 o'clock too."}
    )
    needs = some_needs()
    note = a_note()

    @post_load
    def fixed(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give lists as the unchangeable things they are from here on; each need once."""
        return facts | {"names": tuple(facts["names"]), "needs": tuple(dict.fromkeys(facts["needs"]))}


class PartyChange(Schema):
    """Another number of people; the names given replace those before."""

    party = a_party()
    names = some_names()

    @post_load
    def fixed(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give the names as the unchangeable thing they are from here on."""
        return facts | {"names": tuple(facts["names"])}


class _NamesOnLines(Schema):
    """Names written on the lines of one field."""

    @pre_load
    def split(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Make one name of each line. Raises ValidationError that says whether they are too many or one is too long."""
        given = [text for text in typed.get("names", []) if isinstance(text, str)]  # `names-0-x` is no text
        names = [line for text in given for line in text.splitlines() if line.strip()]
        if len(names) > LARGEST_PARTY:
            raise ValidationError(_("Write one name on each line, and at most eight."), "names")
        if any(len(line.strip()) > LONGEST_NAME for line in names):
            raise ValidationError(_("A name is too long. Write at most 100 letters on each line."), "names")
        return typed | {"names": names}


class BookingForm(_NamesOnLines, NewRegistration):
    """The one page on which staff register a party that is on the phone or at the desk."""


class WhoComes(_NamesOnLines, PartyChange):
    """The first screen on which a party registers."""

    needs = some_needs()
    note = a_note()


ADDRESSES = {"sms": "phone", "email": "email"}
"""By what a party is written to -> the address that this needs."""


class HowToReach(Schema):
    """The second screen: `reach` says by what we write, `helper` that somebody else tells the party."""

    reach = fields.String(required=True, validate=validate.OneOf(["sms", "email", "helper"]))
    phone = a_phone()
    email = an_email()
    language = a_language(required=True)
    any_hour = fields.Boolean(load_default=False)

    @pre_load
    def chosen(self, typed: Mapping[str, Any], **_options: object) -> dict[str, Any]:
        """Leave out what was typed for a way that was not chosen: its field is hidden, and it is not to be kept."""
        others = {address for way, address in ADDRESSES.items() if way != typed.get("reach")}
        return {name: value for name, value in typed.items() if name not in others}

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the choice into the facts of a booking. Raises ValidationError where the address for it is missing."""
        reach = typed.pop("reach")
        needed = ADDRESSES.get(reach)
        if needed and needed not in typed:
            raise ValidationError("Missing data for required field.", needed)
        return typed | {"prefers": reach} if needed else typed


class PartyForm(_NamesOnLines, PartyChange):
    """The page on which a party changes its size."""


class StaffPartyForm(PartyForm):
    """The page on which staff change a party; `version` is the one they saw, since the party may change it too."""

    version = a_version()


class CapacityForm(Schema):
    """How many places there are from now on, in the organiser's page."""

    version = a_version()
    capacity = a_capacity(required=True)
    scope = a_scope()


class _CancellationForm(Schema):
    """Why an event will not take place, in the organiser's own words, in any of the languages."""

    version = a_version()

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Gather the reason out of the fields of its languages."""
        return {"version": typed["version"], "reason": texts_of(typed, "reason")}


CancellationForm: type[Schema] = type("CancellationForm", (_CancellationForm,), text_fields({"reason": (Line, 120)}))


class CodeLookup(Schema):
    """The six-character code, and the phone or e-mail given with the registration."""

    code = Code(required=True, metadata={"pattern": f"^[{ALPHABET}]{{{CODE_LENGTH}}}$"})
    contact = AnyContact(required=True, metadata={"format": "phone-or-email"})


class CapacityChange(Schema):
    """How many places there are from now on."""

    capacity = a_capacity(required=True)
    scope = a_scope()


class EventCancellation(Schema):
    """The version of the event that the asker has read, and a reason for those who would have come."""

    version = a_version()
    reason = fields.Nested(Reason, load_default=dict)
