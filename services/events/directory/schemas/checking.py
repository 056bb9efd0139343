"""What people without an account send: a provider's correction, an error that somebody has found."""

from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, fields, validate

from services.events.directory.domain import FIELDS, HOURS, REPORT_KINDS, STATUS_NAMES, field_of
from services.events.directory.schemas.rows import LONGEST, a_number, hours_rows, special_rows
from services.events.organisations.schemas import Line, an_email
from shared.typed import Paragraphs


def some_text(most: int = LONGEST) -> Paragraphs:
    """Some lines that need not be there."""
    return Paragraphs(load_default="", validate=validate.Length(max=most))


class CheckForm(Schema):
    """An entry as its provider corrects it; what is missing is empty now."""

    status = fields.String(required=True, validate=validate.OneOf(list(STATUS_NAMES)))
    description = some_text()
    alert = some_text()
    phone = a_number()
    email = an_email()
    address = Line(validate=validate.Length(max=200))
    city = Line(validate=validate.Length(max=200))
    fees = some_text()
    documents = some_text()


def check_form(keys: Iterable[str]) -> type[Schema]:
    """The same with the hours of these places, each under names of its own."""
    lists: dict[str, fields.Field[Any]] = {}
    for key in keys:
        lists |= {field_of("schedules", key): hours_rows(), field_of("x_exceptions", key): special_rows()}
    return CheckForm.from_dict(lists, name="CheckFormWithHours")


class ReportForm(Schema):
    """What is wrong in an entry, and how to reach whoever says so, if they like."""

    kind = fields.String(required=True, validate=validate.OneOf(list(REPORT_KINDS)))
    said = some_text(1000)
    contact = Line(load_default=None, validate=validate.Length(max=200))


class ApprovalForm(Schema):
    """Which facts of a correction are taken over."""

    facts = fields.List(
        fields.String(validate=validate.Regexp(f"^({'|'.join(FIELDS)}|{HOURS}[0-9a-f]{{32}})$")), load_default=list
    )


class RejectionForm(Schema):
    """Why none is."""

    reason = Paragraphs(required=True, validate=validate.Length(1, 500))
