"""What comes in and goes out about an address."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.notifications.recipients.domain import Address, Channel, TargetGroup, Topic
from shared.addresses import email_address, mobile_phone
from shared.errors import Invalid, _
from shared.languages import LANGUAGES, gettext


class AgreedView(Schema):
    """A topic that the owner agreed to hear about."""

    topic = fields.String(required=True)
    at = fields.AwareDateTime(required=True, format="iso")
    how = fields.String(required=True)


class PreferencesView(Schema):
    """How an address is written to."""

    channel = fields.String(required=True)
    wanted = fields.Boolean(required=True, metadata={"description": "Whether anything is sent to this address."})
    topics = fields.List(fields.Nested(AgreedView), required=True)


TOPICS = [str(topic) for topic in Topic]


class NewTopics(Schema):
    """What its owner wants to hear about; none of these that is left out."""

    topics = fields.List(
        fields.String(validate=validate.OneOf(TOPICS)), load_default=list, validate=validate.Length(max=len(TOPICS))
    )


class NewAgreement(Schema):
    """What somebody told one of us that they agree to hear about, and how they said so."""

    phone = fields.String(validate=validate.Length(1, 40))
    email = fields.String(validate=validate.Length(1, 254))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    topics = fields.List(
        fields.String(validate=validate.OneOf(TOPICS)), required=True, validate=validate.Length(1, len(TOPICS))
    )
    target_group = fields.String(load_default="", validate=validate.OneOf(["", *map(str, TargetGroup)]))
    area = fields.String(load_default="", validate=validate.Length(max=80))
    how = fields.String(required=True, validate=validate.Length(1, 200), metadata={"pattern": r"\S"})

    @validates_schema
    def by_one_way(self, agreement: dict[str, Any], **_options: object) -> None:
        """Refuse an agreement without an address, or with two: each address is agreed to by itself."""
        if bool(agreement.get("phone")) == bool(agreement.get("email")):
            raise ValidationError(_("Give a phone or an e-mail, one of them."), "phone")

    @post_load
    def normalised(self, agreement: dict[str, Any], **_options: object) -> dict[str, Any]:
        """With the address as we write to it; raises ValidationError for one that nothing reaches."""
        field = "phone" if agreement.get("phone") else "email"
        try:
            if field == "email":
                found = Address(Channel.EMAIL, email_address(agreement.pop(field)))
            else:
                number = mobile_phone(agreement.pop(field))
                found = Address(Channel.SMS, number.e164, number.country)
        except Invalid as wrong:
            raise ValidationError({field: [gettext(wrong.title, **wrong.facts)]}) from wrong
        return agreement | {"address": found, "area": " ".join(agreement["area"].split())}


class NewPreferences(Schema):
    """What its owner wants."""

    wanted = fields.Boolean(required=True)
