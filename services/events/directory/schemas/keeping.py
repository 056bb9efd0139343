"""What staff send and get: documents of HSDS and what an import has done, checks, corrections, reports of errors."""

from marshmallow import INCLUDE, Schema, fields, validate

from services.events.directory.domain import REPORT_KINDS
from services.events.directory.schemas.entries import Standing
from services.events.organisations.schemas import a_moment, a_name


class DirectoryDocument(Schema):
    """HSDS 3.1 as JSON: each object with all that hangs under it; `x_name_en` is a name in English."""

    class Meta:
        unknown = INCLUDE

    version = fields.String(load_default="3.1")
    x_source = fields.String(
        validate=validate.Length(1, 200),
        metadata={"description": "The document is all that the source of this name has, such as `rokiskis.lt`."},
    )
    organizations = fields.List(fields.Dict())
    services = fields.List(fields.Dict())
    taxonomies = fields.List(fields.Dict())
    taxonomy_terms = fields.List(fields.Dict())


class LeftOutView(Schema):
    """An entry on show that its source has no more; `name` by language."""

    id = fields.UUID(required=True)
    name = fields.Dict(required=True)


class OutcomeView(Schema):
    """How many objects an import has added, changed and removed, and the first 200 entries that its source has no more.

    These stay on show until somebody of their keeper takes them off.
    """

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(LeftOutView), required=True)


class EntryItem(Standing):
    """An entry in its keeper's list; names by language."""

    name = fields.Dict(required=True)
    provider = fields.Dict(required=True)
    unreached_at = a_moment(required=True, allow_none=True, metadata={"description": "Since then a question is lost."})


class EntrySearch(Schema):
    """What is looked for among entries."""

    search = a_name()


class ChecksView(Schema):
    """How often an entry is checked, and whom we ask: `email` or `phone`, known to its keeper alone."""

    months = fields.Integer(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    for_all = fields.Boolean(required=True, metadata={"description": "The contact is for all of this provider."})
    asks = fields.String(
        required=True, allow_none=True, metadata={"description": "Where a question goes; null if nobody is known."}
    )


class CorrectionView(Schema):
    """What a provider has corrected and nobody has decided on: each fact as it is and as it would be.

    A fact is text. `hours_…` are weekly rows and days that differ of a place, as in a place of an entry.
    """

    id = fields.UUID(required=True)
    proposed_at = a_moment(required=True)
    now = fields.Dict(required=True)
    facts = fields.Dict(required=True)


class ReportItem(Schema):
    """An error that somebody has found; `contact` goes when it is settled."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(REPORT_KINDS)))
    said = fields.String(required=True)
    contact = fields.String(required=True, allow_none=True)
    reported_at = a_moment(required=True)
