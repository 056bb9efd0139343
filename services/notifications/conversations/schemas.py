"""What comes in and goes out about conversations."""

from marshmallow import Schema, fields, validate

from services.notifications.conversations.domain import LONGEST
from shared.typed import Paragraphs


class NewAnswer(Schema):
    """What one of us writes back. Its lines are joined to one when it is sent."""

    words = Paragraphs(required=True, validate=[validate.Length(1, LONGEST), validate.Regexp(r"\s*\S")])
    seen = fields.Integer(
        validate=validate.Range(0, 1_000_000),
        metadata={"description": "The `answers` of the conversation as you read it: if it has more by now, 409."},
    )


class LineView(Schema):
    """What was said: by us, with the state of that message, or by them, without one."""

    at = fields.AwareDateTime(required=True, format="iso")
    text = fields.String(required=True)
    state = fields.String(required=True, allow_none=True)


class ConversationView(Schema):
    """What one phone and we have said to each other, the oldest first, apart from what we write about events."""

    phone = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)
    wanted = fields.Boolean(required=True, metadata={"description": "False: they have asked us not to write."})
    waits = fields.Boolean(required=True, metadata={"description": "Nobody has read the text yet."})
    answers = fields.Integer(required=True, metadata={"description": "Answers in our own words, to this day."})
    lines = fields.List(fields.Nested(LineView), required=True)
