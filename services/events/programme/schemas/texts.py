"""The form for an event's texts in one language, beside those in Lithuanian."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.events.organisations.schemas import a_version
from services.events.programme.schemas.forms import TEXTS
from shared.errors import _


class _TextsForm(Schema):
    """`machine_made`: a machine wrote them; `checked`, sent by a button of its own: a person has read them since."""

    version = a_version()
    machine_made = fields.Boolean(load_default=False)
    checked = fields.Boolean(load_default=False)

    @validates_schema
    def titled(self, typed: dict[str, Any], **_options: object) -> None:
        """Refuse texts that have no title to stand under."""
        if "title" not in typed and any(name in typed for name in TEXTS):
            raise ValidationError(_("Write the title too."), "title")


_FIELDS = {name: kind(validate=validate.Length(1, longest)) for name, (kind, longest) in TEXTS.items()}
TextsForm: type[Schema] = type("TextsForm", (_TextsForm,), _FIELDS)
