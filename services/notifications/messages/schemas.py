"""What goes out about messages and their fate; the words of a text to many, and the look at it before."""

from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.notifications.messages.domain.looking import LONGEST
from services.notifications.messages.domain.states import State
from shared.errors import _
from shared.languages import LANGUAGES


class FateQuery(Schema):
    """Which messages of an event."""

    state = fields.String(validate=validate.OneOf([str(state) for state in State]))


class FateView(Schema):
    """One message and what became of it; neither its address nor its text."""

    id = fields.UUID(required=True)
    purpose = fields.String(required=True)
    channel = fields.String(required=True)
    language = fields.String(required=True)
    about = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    repeated = fields.Boolean(required=True)
    attempts = fields.Integer(required=True)
    parts = fields.Integer(required=True, allow_none=True)
    price = fields.Decimal(required=True, allow_none=True, as_string=True, metadata={"type": "string"})
    currency = fields.String(required=True, allow_none=True)
    not_before = fields.AwareDateTime(required=True, format="iso")
    handed_over_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    told_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        format="iso",
        metadata={"description": "When staff told the person what the message did not bring."},
    )


class CountView(Schema):
    """How many messages share a state and a reason."""

    state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    messages = fields.Integer(required=True)
    price = fields.Decimal(required=True, as_string=True, metadata={"type": "string"})


class CountsView(Schema):
    """All messages of an event by state and reason."""

    counts = fields.List(fields.Nested(CountView), required=True)


PREFIX = "words_"


def field_name(language: str) -> str:
    """The name of the form's field for the words in a language."""
    return PREFIX + language.replace("-", "_")


class Line(fields.String):
    """Text without blanks around it, its lines joined to one: an SMS and a mail's summary have no others."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        return " ".join((super()._deserialize(value, attr, data, **options) or "").split())


any_words = partial(Line, validate=validate.Length(1, LONGEST))


class _Words(Schema):
    @validates_schema
    def in_some_language(self, texts: dict[str, str], **_options: object) -> None:
        """Refuse no text at all."""
        if not texts:
            raise ValidationError(_("Write it in at least one language."))


Words = _Words.from_dict({language: any_words(metadata={"pattern": r"\S"}) for language in LANGUAGES}, name="Words")


class ShareView(Schema):
    """Those who get it by one channel in one language."""

    channel = fields.String(required=True)
    language = fields.String(required=True)
    people = fields.Integer(required=True)
    body = fields.String(required=True)
    parts = fields.Integer(required=True, metadata={"description": "Of all their SMS together."})
    price = fields.Decimal(required=True, as_string=True, metadata={"type": "string"})
    foreign = fields.Boolean(required=True, metadata={"description": "The words are in another language."})


class PreviewView(Schema):
    """What a text to many would be."""

    shares = fields.List(fields.Nested(ShareView), required=True)
    people = fields.Integer(required=True)
    unreached = fields.Integer(required=True, metadata={"description": "Those whom no message of ours reaches."})
    merged = fields.Integer(
        required=True, metadata={"description": "People who read it once together, since they share an address."}
    )
    parts = fields.Integer(required=True)
    price = fields.Decimal(required=True, as_string=True, metadata={"type": "string"})
    currency = fields.String(required=True)
