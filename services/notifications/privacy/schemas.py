"""What comes in about cases: an address, a code, and how staff know who calls."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.notifications.privacy.domain.cases import CODE_DIGITS
from services.notifications.recipients.domain import Address, Channel
from shared.addresses import email_address, phone
from shared.errors import Invalid, _
from shared.languages import gettext


class NewCase(Schema):
    """The phone or e-mail under which something may be kept; a landline too, since a helper may have called it."""

    contact = fields.String(required=True, validate=validate.Length(1, 254))

    @post_load
    def normalised(self, asked: dict[str, Any], **_options: object) -> dict[str, Any]:
        """With the address as we keep it. Raises ValidationError for what is none."""
        typed = asked.pop("contact").strip()
        try:
            if "@" in typed:
                return asked | {"address": Address(Channel.EMAIL, email_address(typed))}
            number = phone(typed)
        except Invalid as wrong:
            raise ValidationError({"contact": [gettext(wrong.title, **wrong.facts)]}) from wrong
        fault = None if number.gets_sms else "phone-gets-no-sms"
        return asked | {"address": Address(Channel.SMS, number.e164, number.country, fault)}


class CallerCase(NewCase):
    """The same for a caller, and how we know that it is they."""

    how = fields.String(required=True, validate=validate.OneOf(["code", "called_back"]))


class CaseCode(Schema):
    """The code out of the message. The form names the case in one way of writing, since tries are counted by it."""

    case_id = fields.String(required=True, validate=validate.Regexp("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"))
    code = fields.String(required=True)

    @post_load
    def read(self, sent: dict[str, Any], **_options: object) -> dict[str, Any]:
        """With the id, and the code in plain digits however it was grouped. Raises ValidationError."""
        code = "".join(str(int(letter)) for letter in sent["code"] if letter.isdecimal())
        if len(code) != CODE_DIGITS:
            raise ValidationError({"code": [_("The code has six digits.")]})
        return {"case_id": UUID(sent["case_id"]), "code": code}


class ErasureWish(Schema):
    """That somebody has read what erasing means."""

    sure = fields.Boolean(
        required=True, validate=validate.Equal(True), error_messages={"required": _("Tick that you want this.")}
    )
