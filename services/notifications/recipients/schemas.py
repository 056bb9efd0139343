"""What comes in and goes out about an address."""

from marshmallow import Schema, fields


class PreferencesView(Schema):
    """How an address is written to."""

    channel = fields.String(required=True)
    wanted = fields.Boolean(required=True, metadata={"description": "Whether anything is sent to this address."})


class NewPreferences(Schema):
    """What its owner wants."""

    wanted = fields.Boolean(required=True)
