"""The address of the directory's page: what is looked for, and what the list is narrowed to."""

from marshmallow import Schema, fields, validate

from services.events.organisations.schemas import a_name

LOOKED_AT = 200
"""Letters of what is typed: whoever pastes a whole letter still finds something."""


class DirectoryFilter(Schema):
    """What is looked for."""

    search = a_name()
    target = fields.String(validate=validate.Regexp("^[a-z_]{2,40}$"))
    city = a_name()
    spoken = fields.String(validate=validate.Regexp("^[A-Za-z-]{2,20}$"))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
