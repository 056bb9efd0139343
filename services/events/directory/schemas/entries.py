"""Entries as JSON for the staff of their keeper. What a form takes the API takes too, under the same keys."""

from copy import deepcopy
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.events.directory.schemas.editing import FactsForm, HoursForm, NewEntryForm, PlaceForm, TextsForm
from services.events.directory.schemas.rows import a_text
from services.events.organisations.schemas import a_moment, a_version
from shared.errors import _

MOST_TERMS = 200
WHO_OFFERS = _("Choose who offers it, or write who does.")
some_terms: Any = fields.List(
    fields.String(validate=validate.Length(max=40)),
    validate=validate.Length(max=MOST_TERMS),
    metadata={"description": "Ids of terms: for whom it is, what kind of service. Others that it has go."},
)


def _optional(schema: type[Schema], *left_out: str) -> dict[str, Any]:
    """The fields of a form, each of which may be left out, or null to take away what it says."""
    found = {name: deepcopy(each) for name, each in schema._declared_fields.items() if name not in left_out}  # noqa: SLF001
    for each in found.values():
        each.required, each.allow_none = False, True
    return found


_CHANGE = _optional(TextsForm, "version", "name") | _optional(FactsForm, "version")
_CHANGE |= {"name": a_text(validate=validate.Length(1, 200)), "terms": some_terms}
EntryChange = Schema.from_dict(_CHANGE, name="EntryChange")
"""What an entry says of itself: texts in every language, facts, terms. What is left out stays; null takes it away."""


class _OfferedBase(NewEntryForm):
    class Meta:
        exclude = ("keeper_id",)

    @validates_schema
    def somebody_offers_it(self, data: dict[str, Any], **_options: object) -> None:
        """A provider that is known, or a new one."""
        if not data.get("organization_id") and not data.get("provider"):
            raise ValidationError(WHO_OFFERS, "provider")


_NEW: dict[str, Any] = _CHANGE | {"name": a_text(required=True, validate=validate.Length(1, 200))}
NewEntry = _OfferedBase.from_dict(_NEW, name="NewEntry")
"""The same of a new entry, and who offers it: `organization_id`, or a new `provider`."""
_PLACE = {name: deepcopy(each) for name, each in PlaceForm._declared_fields.items() if name != "version"}  # noqa: SLF001
PlaceChange = Schema.from_dict(_PLACE, name="PlaceChange")
"""A place as it is from now on, with its hours; what is left out goes."""


class HoursChange(HoursForm):
    """Hours of a service itself as they are from now on; what is left out goes. Places with hours keep those."""

    class Meta:
        exclude = ("version",)


class TermsForm(Schema):
    """Which terms an entry has: for whom it is, and what kind of service."""

    version = a_version()
    targets = fields.List(fields.String(validate=validate.Length(max=40)), load_default=list)
    terms = fields.List(fields.String(validate=validate.Length(max=40)), load_default=list)


class Standing(Schema):
    """Where an entry stands: who keeps it, what waits, how fresh it is."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True, attribute="keeper_id", metadata={"description": "Who keeps it."})
    version = fields.Integer(required=True)
    status = fields.String(required=True)
    is_draft = fields.Boolean(required=True)
    is_hidden = fields.Boolean(required=True, metadata={"description": "Not checked for so long that nobody sees it."})
    is_overdue = fields.Boolean(required=True)
    has_edit = fields.Boolean(required=True, metadata={"description": "A correction of its provider waits."})
    has_report = fields.Boolean(required=True, metadata={"description": "Somebody has reported an error."})
    is_left_out = fields.Boolean(required=True, metadata={"description": "Its source has it no more; it is on show."})
    confirmed_at = a_moment(required=True)
    due_at = a_moment(required=True, metadata={"description": "When it is to be checked again."})


class EntryView(Standing):
    """Where an entry stands, and all that it says: `service` is HSDS's object with its texts in every language."""

    service = fields.Dict(required=True)


class TermItem(Schema):
    """A term that an entry can have; names by language."""

    id = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.Dict(required=True)
    taxonomy_id = fields.String(required=True)
    taxonomy = fields.Dict(required=True)
    is_target = fields.Boolean(required=True, metadata={"description": "Whether it says for whom a service is."})
