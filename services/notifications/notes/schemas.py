"""What comes in and goes out about notes."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.notifications.messages.schemas import Words, any_words, field_name
from services.notifications.notes.domain import Wish
from shared.errors import _
from shared.languages import LANGUAGES


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


NoteForm = _NoteForm.from_dict({field_name(language): any_words() for language in LANGUAGES}, name="NoteForm")
"""The same note as a page sends it."""


class NoteView(Schema):
    """That it is on its way."""

    id = fields.UUID(required=True)
