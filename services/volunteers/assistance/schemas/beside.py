"""What is seen beside a request: its helpers who call for help, and the others of the same wish."""

from marshmallow import Schema, fields


class CallerView(Schema):
    """A helper who calls for help, and how they are reached."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class SiblingView(Schema):
    """Another request of the same wish: the other of two ways, or another week."""

    id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True, format="iso")
    ends_at = fields.AwareDateTime(required=True, format="iso")
    state = fields.String(required=True)
