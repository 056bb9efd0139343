"""What comes in and goes out about invitations."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.events.invitations.domain import LARGEST, Answer, Guest
from services.events.organisations.schemas import a_language, a_moment, a_name, an_email
from shared.typed import Paragraphs

MOST_PARTNERS = 50
MISSING = "Missing data for required field."
"""As marshmallow says it, which is worded in the asker's language."""


class NewInvitations(Schema):
    """To which date, which partners, and perhaps somebody by name."""

    occurrence_id = fields.UUID(required=True)
    partners = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_PARTNERS))
    name = a_name(load_default=None)
    email = an_email(load_default=None)
    language = a_language(load_default="lt")

    @post_load
    def guest(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """The person as one, if both name and e-mail are given."""
        name, email, language = (typed.pop(field) for field in ("name", "email", "language"))
        if bool(name) != bool(email):
            raise ValidationError(MISSING, "email" if name else "name")
        return typed | {"guest": Guest(name, email.lower(), language) if name and email else None}


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


class Written(Schema):
    """How many were written to; whoever was invited before gets no second letter."""

    written = fields.Integer(required=True)


class PartnerItem(Schema):
    """A partner of the event's project, with how many of its people can be written to."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    people = fields.Integer(required=True)


class InvitationView(Schema):
    """Somebody who is invited to a date, and what they have said; 90 days after it, name, e-mail and words are gone."""

    id = fields.UUID(required=True)
    occurrence_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The partner's, if known."})
    organisation = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True, validate=validate.OneOf(list(Answer)))
    people = fields.Integer(required=True, metadata={"description": "How many of theirs come."})
    other_name = fields.String(required=True, metadata={"description": "Who comes in their place."})
    words = fields.String(required=True)
    invited_at = a_moment(required=True)
    answered_at = a_moment(required=True, allow_none=True)
    unreached_at = a_moment(required=True, allow_none=True, metadata={"description": "Since then a letter is lost."})
