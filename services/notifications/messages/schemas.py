"""What goes out about messages and their fate."""

from marshmallow import Schema, fields, validate

from services.notifications.messages.domain.states import State


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
    price = fields.Decimal(required=True, allow_none=True, as_string=True)
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
    price = fields.Decimal(required=True, as_string=True)


class CountsView(Schema):
    """All messages of an event by state and reason."""

    counts = fields.List(fields.Nested(CountView), required=True)
