"""Texts that come in, and what the built-in phone and mailbox show."""

from marshmallow import Schema, fields, validate


class IncomingQuery(Schema):
    """A text as Kannel hands it in: `%p`, `%P`, `%a`, `%I`; `secret` is the callback's."""

    sender = fields.String(required=True, data_key="from", validate=validate.Length(1, 40))
    to = fields.String(load_default="")
    text = fields.String(load_default="", validate=validate.Length(0, 2000))
    id = fields.String(required=True, validate=validate.Length(1, 100))
    secret = fields.String(load_default="")


class NewText(Schema):
    """What a person types on the built-in phone."""

    text = fields.String(required=True, validate=validate.Length(1, 1000))


class TextView(Schema):
    """That we have it."""

    kept = fields.Boolean(required=True)


class MailboxQuery(Schema):
    """Whose mailbox or phone, or which event's messages; everything without either."""

    address = fields.String(validate=validate.Length(1, 254))
    event_id = fields.UUID()


class MailboxItemView(Schema):
    """A message as it arrived in the built-in phone or mailbox, and how long it took from what it tells of."""

    message_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    address = fields.String(required=True)
    language = fields.String(required=True)
    purpose = fields.String(required=True)
    about = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True, allow_none=True)
    caused_at = fields.AwareDateTime(required=True, format="iso")
    handed_over_at = fields.AwareDateTime(required=True, format="iso")
    milliseconds = fields.Integer(required=True)
    subject = fields.String(required=True, allow_none=True)
    body = fields.String(required=True)
    calendar = fields.String(required=True, allow_none=True)
