"""What comes in and goes out about organisations, and the fields that the other features' schemas share."""

import unicodedata
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.events.organisations.domain import Owner, Part, Role
from shared import addresses
from shared.errors import Invalid
from shared.languages import LANGUAGES


class Line(fields.String):
    """One line of text, without blanks around it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options) or ""
        return " ".join(unicodedata.normalize("NFC", typed).split())


class Email(fields.String):
    """An e-mail address, kept as mail servers need it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options) or ""
        try:
            return addresses.email_address(typed)
        except Invalid as error:
            raise ValidationError(error.title) from error


class MobilePhone(fields.String):
    """A phone that gets SMS, kept as E.164; nothing for none."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options) or ""
        try:
            return addresses.mobile_phone(typed).e164
        except Invalid as error:
            raise ValidationError(error.title) from error


a_name = partial(Line, validate=validate.Length(1, 200), metadata={"pattern": r"\S"})
an_email = partial(Email, metadata={"format": "email"})
a_language = partial(fields.String, validate=validate.OneOf(LANGUAGES), metadata={"description": "One of our six."})
a_moment = partial(fields.AwareDateTime, format="iso")
a_version = partial(fields.Integer, required=True, strict=True, validate=validate.Range(1, 1_000_000_000))


class SignInRequest(Schema):
    """A staff member wants to sign in."""

    email = an_email(required=True)


class SignInStarted(Schema):
    """A link was sent, if the address is a staff member's; the answer is the same if it is not."""

    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})


class SignInToken(Schema):
    """The last part of the link out of the message."""

    token = fields.String(required=True, validate=validate.Length(1, 100))


class MembershipView(Schema):
    """The role in one organisation."""

    organisation_id = fields.UUID(required=True)
    organisation = fields.String(required=True)
    role = fields.String(required=True)


class MeView(Schema):
    """Who is signed in."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    memberships = fields.List(fields.Nested(MembershipView), required=True)


class SignedIn(Schema):
    """What to send as `Authorization: Bearer …`, and for whom."""

    token = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})
    staff = fields.Nested(MeView, required=True)


class ProjectView(Schema):
    """A funded programme that events can count towards."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)


class OrganisationView(Schema):
    """An organisation of the one who asks, with the projects it leads."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    municipality = fields.String(required=True)
    projects = fields.List(fields.Nested(ProjectView), required=True)


class OrganisationsView(Schema):
    """The organisations of the one who asks."""

    items = fields.List(fields.Nested(OrganisationView), required=True)


class NewStaff(Schema):
    """Somebody who shall work for the organisation."""

    email = an_email(required=True)
    name = a_name(required=True)
    language = a_language(load_default="lt")
    role = fields.String(required=True, validate=validate.OneOf(list(Role)))


class RoleChange(Schema):
    """Another role."""

    role = fields.String(required=True, validate=validate.OneOf(list(Role)))


class NewPartner(Schema):
    """An organisation that shall take part in a project; its owner is asked for if it is new here."""

    name = a_name(required=True)
    municipality = a_name(required=True)
    part = fields.String(required=True, validate=validate.OneOf(list(Part)))
    owner_name = Line(load_default="", validate=validate.Length(max=200))
    owner_email = an_email(load_default=None, allow_none=True)
    language = a_language(load_default="lt")

    @validates_schema
    def owner_is_whole(self, facts: dict[str, Any], **_options: object) -> None:
        """Nobody can be asked in who is named and has no address, or the other way round."""
        given = {field: facts.get(field) for field in ("owner_name", "owner_email")}
        if any(given.values()) and not all(given.values()):
            missing = next(field for field, value in given.items() if not value)
            raise ValidationError({missing: ["Missing data for required field."]})

    @post_load
    def owner(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """The owner as one, if both name and e-mail are given."""
        name, email, language = (facts.pop(field) for field in ("owner_name", "owner_email", "language"))
        return facts | {"owner": Owner(name, email, language) if name and email else None}


class StaffView(Schema):
    """Somebody who works for the organisation."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    role = fields.String(required=True)


class DutyPhone(Schema):
    """The phone that is written to when somebody may be in need; none is no phone."""

    duty_phone = MobilePhone(load_default=None, allow_none=True, metadata={"format": "phone"})
