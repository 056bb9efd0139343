"""What comes in and goes out about volunteers. Addresses come out as they are stored: E.164, and the domain in IDNA."""

import unicodedata
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.volunteers.people.domain import ADDRESSES, CODE_DIGITS, AgeBand, Prefers, is_language
from shared import addresses
from shared.errors import Invalid, _
from shared.languages import LANGUAGES


class Line(fields.String):
    """One line of text, without blanks around it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options) or ""
        return " ".join(unicodedata.normalize("NFC", text).split())


class Address(Line):
    """A phone or an e-mail address as people type it."""

    def __init__(self, channel: Prefers, **options: Any) -> None:
        """Read addresses of this channel."""
        super().__init__(**options)
        self.channel = channel

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        return _read(self.channel, super()._deserialize(value, attr, data, **options))


class AnyAddress(Line):
    """Either of the two, with its channel before it: `sms:+37061234567`, `email:ona@example.lt`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options)
        channel = Prefers.EMAIL if "@" in typed else Prefers.SMS
        return f"{channel}:{_read(channel, typed)}"


def _read(channel: Prefers, typed: str) -> str:
    try:
        return addresses.mobile_phone(typed).e164 if channel == Prefers.SMS else addresses.email_address(typed)
    except Invalid as error:
        raise ValidationError(error.title) from error


class ExactId(fields.UUID):
    """A UUID written in the one usual way, so that tries of one thing are counted together."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> UUID:
        found = super()._deserialize(value, attr, data, **options)
        if str(found) != str(value).lower():
            raise self.make_error("invalid_uuid")
        return found


class Code(fields.String):
    """A sign-in code, in whatever digits and groups it is typed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options) or ""
        digits = [unicodedata.decimal(character, None) for character in typed if not character.isspace()]
        if len(digits) != CODE_DIGITS or None in digits:
            raise ValidationError(_("The code has six digits."))
        return "".join(map(str, digits))


class SpokenLanguage(fields.String):
    """The ISO 639 code of a language that people speak."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        code = super()._deserialize(value, attr, data, **options) or ""
        if not is_language(code):
            raise ValidationError(_("We do not know this language. Use its two- or three-letter code, such as uk."))
        return code


_name = partial(Line, validate=validate.Length(1, 100), metadata={"pattern": r"\S"})
_language = partial(
    fields.String, validate=validate.OneOf(LANGUAGES), metadata={"description": "The language we write to them in."}
)
_languages = partial(
    fields.List,
    SpokenLanguage(metadata={"format": "spoken-language"}),
    validate=validate.Length(1, 20),
    metadata={"description": "ISO 639 codes of the languages they speak."},
)
_skills = partial(fields.List, Line(validate=validate.Regexp("^[a-z][a-z_]{1,39}$")), validate=validate.Length(max=20))
_age_band = partial(fields.String, validate=validate.OneOf(list(AgeBand)))
_any_hour = partial(fields.Boolean, metadata={"description": "May be written to in quiet hours too."})
_prefers = partial(fields.String, validate=validate.OneOf(list(Prefers)))


class ProfilePatch(Schema):
    """The facts that volunteers say of themselves anew."""

    name = _name()
    language = _language()
    languages = _languages()
    skills = _skills()
    age_band = _age_band()
    any_hour = _any_hour()
    prefers = _prefers()

    @post_load
    def each_once(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Name each language and each skill once."""
        return facts | {name: list(dict.fromkeys(facts[name])) for name in ("languages", "skills") if name in facts}


class ProfileForm(ProfilePatch):
    """The whole profile as a page sends it: what is not ticked is not so. `version` is the one that was shown."""

    version = fields.Integer(required=True)
    name = _name(required=True)
    language = _language(required=True)
    languages = _languages(required=True)
    skills = _skills(load_default=[])
    age_band = _age_band(required=True)
    any_hour = _any_hour(load_default=False)


class NewVolunteer(ProfilePatch):
    """Somebody joins, with a mobile phone, an e-mail or both; `prefers` is sms unless only an e-mail is given."""

    name = _name(required=True)
    phone = Address(Prefers.SMS, metadata={"format": "mobile-phone"}, load_default=None)
    email = Address(Prefers.EMAIL, metadata={"format": "email"}, load_default=None)
    language = _language(required=True)
    languages = _languages(required=True)
    skills = _skills(load_default=[])
    age_band = _age_band(required=True)
    any_hour = _any_hour(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def reachable(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse somebody whom nobody could write to; an address that cannot be read has its own error already."""
        field = ADDRESSES[_preferred(facts)]
        if not facts.get(field, "wrong"):
            raise ValidationError(_("Give a mobile phone or an e-mail address, so that we can write to you."), field)

    @post_load
    def prefer(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Say how they are written to, if they did not."""
        return facts | {"prefers": _preferred(facts)}


def _preferred(facts: dict[str, Any]) -> Prefers:
    only_email = not facts.get("phone") and facts.get("email")
    return Prefers(facts.get("prefers") or (Prefers.EMAIL if only_email else Prefers.SMS))


class SignInRequest(Schema):
    """Somebody wants to sign in."""

    contact = AnyAddress(
        required=True, metadata={"format": "phone-or-email", "description": "The phone or e-mail given when joining."}
    )


class SignInStarted(Schema):
    """A code was sent, if the contact is a volunteer's; the answer is the same if it is not."""

    sign_in_id = fields.UUID(required=True)
    expires_at = fields.AwareDateTime(required=True, format="iso")


class SignInCode(Schema):
    """The code out of the message."""

    sign_in_id = ExactId(required=True)
    code = Code(required=True, metadata={"pattern": "^[0-9]{6}$"})


class NewContact(Schema):
    """The phone or e-mail by which a volunteer wants to be reached from now on."""

    contact = AnyAddress(required=True, metadata={"format": "phone-or-email"})


class ContactCode(SignInCode):
    """The code out of the message to a new phone or e-mail, and which of them it went to."""

    contact = AnyAddress(required=True, metadata={"format": "phone-or-email"})


class TokenView(Schema):
    """What to send as `Authorization: Bearer …`."""

    token = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})


class VolunteerView(Schema):
    """A volunteer, to themselves."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    prefers = fields.String(required=True)
    any_hour = fields.Boolean(required=True)
    language = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    skills = fields.List(fields.String(), required=True)
    age_band = fields.String(required=True)
