"""What people without an account send: a provider's correction, an error that somebody has found."""

from marshmallow import Schema, fields, validate

from services.events.directory.domain import FIELDS, REPORT_KINDS, STATUS_NAMES
from services.events.organisations.schemas import Line, an_email

LONGEST = 5000
PHONE = r"\+?[0-9 ()/.-]{3,40}"
"""As people write numbers, short ones of emergency services too."""


def some_text(most: int = LONGEST) -> fields.String:
    """Some lines that need not be there."""
    return fields.String(load_default="", validate=validate.Length(max=most))


def a_number() -> fields.String:
    """A phone number as it shall be shown."""
    return Line(validate=validate.Regexp(f"^{PHONE}$", error="Not a valid phone number."))


class CheckForm(Schema):
    """An entry as its provider corrects it; what is missing is empty now."""

    status = fields.String(required=True, validate=validate.OneOf(list(STATUS_NAMES)))
    description = some_text()
    alert = some_text(500)
    phone = a_number()
    email = an_email()
    address = Line(validate=validate.Length(max=200))
    city = Line(validate=validate.Length(max=100))
    fees = some_text()
    documents = some_text()


class ReportForm(Schema):
    """What is wrong in an entry, and how to reach whoever says so, if they like."""

    kind = fields.String(required=True, validate=validate.OneOf(list(REPORT_KINDS)))
    said = some_text(1000)
    contact = Line(load_default=None, validate=validate.Length(max=200))


class ApprovalForm(Schema):
    """Which facts of a correction are taken over."""

    facts = fields.List(fields.String(validate=validate.OneOf(list(FIELDS))), load_default=list)


class RejectionForm(Schema):
    """Why none is."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))
