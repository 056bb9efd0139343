"""What staff send and get: documents of HSDS, and what an import has done."""

from marshmallow import INCLUDE, Schema, fields


class DirectoryDocument(Schema):
    """HSDS 3.1 as JSON: each object with all that hangs under it; `x_name_en` is a name in English."""

    class Meta:
        unknown = INCLUDE

    version = fields.String(load_default="3.1")
    organizations = fields.List(fields.Dict())
    services = fields.List(fields.Dict())
    taxonomies = fields.List(fields.Dict())
    taxonomy_terms = fields.List(fields.Dict())


class OutcomeView(Schema):
    """How many objects an import has added, changed and removed."""

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    removed = fields.Integer(required=True)
