"""What gateways tell us."""

from marshmallow import Schema, fields, validate

from services.notifications.channels.domain.delivery import KANNEL_RECEIPTS


class ReceiptQuery(Schema):
    """Kannel's delivery report: `%d`, and our own signature out of dlr-url."""

    status = fields.Integer(required=True, validate=validate.OneOf(sorted(KANNEL_RECEIPTS)))
    mac = fields.String(required=True, validate=validate.Length(1, 64))


class ReceiptView(Schema):
    """That we have it."""

    kept = fields.Boolean(required=True)
