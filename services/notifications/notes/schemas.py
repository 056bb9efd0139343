"""What comes in and goes out about notes."""

from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.notifications.notes.domain import LONGEST, Wish
from shared.errors import _
from shared.languages import LANGUAGES

PREFIX = "words_"


def field_name(language: str) -> str:
    """The name of the form's field for the words in a language."""
    return PREFIX + language.replace("-", "_")


class Line(fields.String):
    """Text without blanks around it, its lines joined to one: an SMS and a mail's summary have no others."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        return " ".join((super()._deserialize(value, attr, data, **options) or "").split())


_words = partial(Line, validate=validate.Length(1, LONGEST))


class _Words(Schema):
    @validates_schema
    def in_some_language(self, texts: dict[str, str], **_options: object) -> None:
        """Refuse no text at all."""
        if not texts:
            raise ValidationError(_("Write it in at least one language."))


Words = _Words.from_dict({language: _words(metadata={"pattern": r"\S"}) for language in LANGUAGES}, name="Words")


class NewNote(Schema):
    """A note to the people of a date; those who have a place always get it."""

    occurrence_id = fields.UUID(required=True)
    words = fields.Nested(Words, required=True)
    to_waiting = fields.Boolean(load_default=False)
    to_volunteers = fields.Boolean(load_default=False)

    @post_load
    def as_wish(self, loaded: dict[str, Any], **_options: object) -> Wish:
        """As the domain names it."""
        return Wish(**loaded)


class _NoteForm(Schema):
    then = fields.String(load_default="look", validate=validate.OneOf(["look", "change", "send"]))
    occurrence_id = fields.UUID(required=True)
    to_waiting = fields.Boolean(load_default=False)
    to_volunteers = fields.Boolean(load_default=False)

    @post_load
    def as_wish(self, loaded: dict[str, Any], **_options: object) -> dict[str, Any]:
        """The wish of the form, and what then; raises ValidationError where no words were typed."""
        words = {tag: loaded[name] for tag in LANGUAGES if loaded.get(name := field_name(tag))}
        if not words:
            raise ValidationError({field_name(LANGUAGES[0]): [_("Write it in at least one language.")]})
        others = {name: loaded[name] for name in ("occurrence_id", "to_waiting", "to_volunteers")}
        return {"wish": Wish(words=words, **others), "then": loaded["then"]}


NoteForm = _NoteForm.from_dict({field_name(language): _words() for language in LANGUAGES}, name="NoteForm")
"""The same note as a page sends it."""


class ShareView(Schema):
    """Those who get it by one channel in one language."""

    channel = fields.String(required=True)
    language = fields.String(required=True)
    people = fields.Integer(required=True)
    body = fields.String(required=True)
    parts = fields.Integer(required=True, metadata={"description": "Of all their SMS together."})
    price = fields.Decimal(required=True, as_string=True)
    foreign = fields.Boolean(required=True, metadata={"description": "The words are in another language."})


class PreviewView(Schema):
    """What a note would be."""

    shares = fields.List(fields.Nested(ShareView), required=True)
    people = fields.Integer(required=True)
    unreached = fields.Integer(required=True, metadata={"description": "Parties whom no message of ours reaches."})
    parts = fields.Integer(required=True)
    price = fields.Decimal(required=True, as_string=True)
    currency = fields.String(required=True)


class NoteView(Schema):
    """That it is on its way."""

    id = fields.UUID(required=True)
