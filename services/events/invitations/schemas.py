"""Forms of invitations."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.events.invitations.domain import LARGEST, Answer, Guest
from services.events.organisations.schemas import a_language, a_name, an_email
from services.events.programme.schemas import Paragraphs

MOST_PARTNERS = 50
MISSING = "Missing data for required field."
"""As marshmallow says it, which is worded in the asker's language."""


class NewInvitations(Schema):
    """To which date, which partners, and perhaps somebody by name."""

    occurrence_id = fields.UUID(required=True)
    partners = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_PARTNERS))
    name = a_name(load_default="")
    email = an_email(load_default=None)
    language = a_language(load_default="lt")

    @post_load
    def guest(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """The person as one, if both name and e-mail are given."""
        name, email, language = (typed.pop(field) for field in ("name", "email", "language"))
        if bool(name) != bool(email):
            raise ValidationError(MISSING, "email" if name else "name")
        return typed | {"guest": Guest(name, email.lower(), language) if email else None}


class Address(Schema):
    """Where somebody who is invited really gets mail."""

    email = an_email(required=True)


class AnswerForm(Schema):
    """What a representative says."""

    answer = fields.String(required=True, validate=validate.OneOf(list(Answer)))
    people = fields.Integer(load_default=1, validate=validate.Range(1, LARGEST))
    other_name = a_name(load_default="")
    words = Paragraphs(load_default="", validate=validate.Length(max=500))

    @post_load
    def named(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Refuse somebody else who has no name."""
        if typed["answer"] == Answer.OTHER and not typed["other_name"]:
            raise ValidationError(MISSING, "other_name")
        return typed
