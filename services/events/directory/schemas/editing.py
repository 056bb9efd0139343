"""What the keeper of an entry types. Fields are HSDS's keys; each list is rows with the ids of what is there."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.events.directory.domain import FEWEST_MONTHS, MOST_MONTHS, TEXTS, texts
from services.events.directory.schemas.rows import a_number, a_text, hours_rows, rows, special_rows
from services.events.organisations.schemas import Line, a_language, a_name, a_version, an_email
from shared import addresses
from shared.errors import Invalid

OLDEST = 130
MOST_MONEY = 1_000_000


class Amount(fields.Float):
    """Money, with a point or a comma."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return super()._deserialize(str(value).replace(",", "."), attr, data, **options)


class Mobile(fields.String):
    """A phone number that gets SMS."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        try:
            return addresses.mobile_phone(super()._deserialize(value, attr, data, **options) or "").e164
        except Invalid as error:
            raise ValidationError(error.title) from error


class _TextsBase(Schema):
    version = a_version()


_NEEDED = {"name": a_text(required=True, validate=validate.Length(1, 200))}
_TEXT_FIELDS: dict[str, Any] = {name: a_text() for name in texts(*TEXTS)} | _NEEDED
TextsForm = _TextsBase.from_dict(_TEXT_FIELDS, name="TextsForm")
"""The texts of a service in every language; its Lithuanian name alone must be there."""


class FactsForm(Schema):
    """How to reach a service, for which ages, what it costs, what to bring."""

    version = a_version()
    email = an_email()
    url = fields.URL(schemes={"http", "https"})
    minimum_age = fields.Integer(validate=validate.Range(0, OLDEST))
    maximum_age = fields.Integer(validate=validate.Range(0, OLDEST))
    phones = rows("PhoneRow", "description", number=a_number())
    cost_options = rows(
        "CostRow",
        "option",
        amount=Amount(validate=validate.Range(0, MOST_MONEY)),
        currency=fields.String(validate=validate.Regexp("^[A-Z]{3}$")),
    )
    required_documents = rows("DocumentRow", "document")


class _PlaceBase(Schema):
    version = a_version()
    address_1 = a_name(required=True)
    city = a_name(required=True)
    state_province = a_name(required=True)
    postal_code = Line(required=True, validate=validate.Length(3, 20))
    accessibility = rows("AccessRow", "description")
    languages = rows("LanguageRow", "note", code=fields.String(validate=validate.Regexp("^[A-Za-z-]{2,20}$")))
    schedules = hours_rows()
    x_exceptions = special_rows()


_PLACE_FIELDS: dict[str, Any] = {name: a_text() for name in texts("name", "transportation")}
PlaceForm = _PlaceBase.from_dict(_PLACE_FIELDS, name="PlaceForm")
"""Where a service is: address, way, access, languages spoken there, hours of a week and days that differ."""


class HoursForm(Schema):
    """Hours of a service itself, of a week and of days that differ."""

    version = a_version()
    schedules = hours_rows()
    x_exceptions = special_rows()


class AddedPlaceForm(Schema):
    """Another place: one that is known."""

    version = a_version()
    location_id = fields.UUID(required=True)


class VersionForm(Schema):
    """Which state of an entry was looked at."""

    version = a_version()


class NewEntryForm(Schema):
    """A new entry: what it is called, and who offers it, one we know or a new one."""

    keeper_id = fields.UUID(required=True)
    name = a_text(required=True, validate=validate.Length(1, 200))
    description = a_text()
    organization_id = fields.UUID()
    provider = Line(validate=validate.Length(max=200))
    provider_description = a_text()


class ChecksForm(Schema):
    """How often an entry is checked, and whom to ask."""

    months = fields.Integer(required=True, validate=validate.Range(FEWEST_MONTHS, MOST_MONTHS))
    email = an_email(load_default=None)
    phone = Mobile(load_default=None)
    language = a_language(load_default="lt")
    for_all = fields.Boolean(load_default=False)


class EntryFilter(Schema):
    """The keeper's list: what is looked for, and which page."""

    search = a_name()
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
