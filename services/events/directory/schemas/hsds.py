"""What goes out as HSDS, made from its description; the documentation of the open interface is made from these."""

from functools import cache
from typing import Any

from marshmallow import INCLUDE, Schema, fields, validate, validates_schema
from marshmallow import ValidationError as Mistaken

from services.events.directory.domain import OBJECTS, Field, Kind
from services.events.organisations.schemas import a_name
from shared.errors import _

LARGEST_PAGE = 100
KINDS: dict[Kind, Any] = {
    Kind.NUMBER: fields.Float,
    Kind.DAY: fields.Date,
    Kind.MOMENT: fields.AwareDateTime,
    Kind.URI: fields.URL,
    Kind.EMAIL: fields.Email,
    Kind.ID: fields.UUID,
    Kind.FLAG: fields.Boolean,
}


class Open(Schema):
    """HSDS lets everybody add keys of their own."""

    class Meta:
        unknown = INCLUDE


def _field(each: Field, *, whole: bool) -> fields.Field[Any]:
    checks = [validate.OneOf(each.values)] if each.values else []
    made: fields.Field[Any] = KINDS.get(each.kind, fields.String)(
        required=whole and each.required and not each.to, validate=checks
    )
    return made


@cache
def view(name: str, *, whole: bool = True) -> type[Schema]:
    """The schema of an object with all that may be nested in it; one that is not `whole` may lack all but its id."""
    one = OBJECTS[name]
    members: dict[str, Any] = {"id": fields.UUID(required=True)}
    told = (each for each in one.fields if each.name not in {"link_id", "resource_id"})
    members |= {each.name: _field(each, whole=whole) for each in told}
    members |= {way.key: _nested(way.object) for way in one.one}
    lists = (way for way in one.lists if way.object != "metadata")
    members |= {way.key: fields.List(_nested(way.object)) for way in lists}
    if name == "service_at_location":
        members["service"] = fields.Dict(metadata={"description": "The service, without what hangs under it."})
    doc = {"__doc__": f"HSDS's {name}.", "__module__": __name__}
    return type(f"Hsds{name.title().replace('_', '')}{'' if whole else 'InList'}", (Open,), members | doc)


def _nested(name: str) -> fields.Nested:
    return fields.Nested(view(name))


def page_of(name: str) -> type[Schema]:
    """The schema of a page of a list: HSDS's envelope. Services may be asked for by their ids alone (`minimal`)."""
    members: dict[str, Any] = {
        "total_items": fields.Integer(required=True),
        "total_pages": fields.Integer(required=True),
        "page_number": fields.Integer(required=True),
        "size": fields.Integer(required=True, metadata={"description": "Items on this page."}),
        "first_page": fields.Boolean(required=True),
        "last_page": fields.Boolean(required=True),
        "empty": fields.Boolean(required=True),
        "contents": fields.List(fields.Nested(view(name, whole=name != "service")), required=True),
        "__module__": __name__,
    }
    return type(f"{view(name).__name__}Page", (Schema,), members)


class Publisher(Open):
    """Who answers for the data."""

    name = fields.String(required=True)
    website = fields.URL(required=True)


class AboutView(Open):
    """What this interface is."""

    version = fields.String(required=True)
    profile = fields.URL(required=True)
    openapi_url = fields.URL(required=True)
    description = fields.String(required=True)
    publisher = fields.Nested(Publisher, required=True)


class Listed(Schema):
    """The part of a query string that every list has."""

    search = a_name()
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1_000_000))
    per_page = fields.Integer(load_default=20, validate=validate.Range(1, LARGEST_PAGE))
    format = fields.String(
        load_default="json",
        validate=validate.OneOf(["json", "ndjson"]),
        metadata={"description": "`ndjson` gives everything without pages, one object on each line."},
    )


class Classified(Listed):
    """Narrowed to what bears a term."""

    taxonomy_term_id = fields.UUID()
    taxonomy_id = fields.UUID()
    full = fields.Boolean(load_default=False, metadata={"description": "Everything nested, as for a single one."})


class PlaceQuery(Classified):
    """Services at locations; `proximity` are metres from the middle of what has this postcode."""

    organization_id = fields.UUID()
    modified_after = fields.AwareDateTime(metadata={"description": "Included."})
    postcode = a_name()
    proximity = fields.Float(validate=validate.Range(0, 1_000_000))

    @validates_schema
    def around_something(self, query: dict[str, Any], **_options: object) -> None:
        """Refuse a distance from nowhere."""
        if "proximity" in query and "postcode" not in query:
            raise Mistaken(_("Give the postcode too that the distance is from."), "postcode")


class ServiceQuery(Classified):
    """Services; `minimal` gives only ids and when they were changed, all on one page."""

    organization_id = fields.UUID()
    modified_after = fields.AwareDateTime(metadata={"description": "Included."})
    minimal = fields.Boolean(load_default=False)


class OrganizationQuery(Classified):
    """Organizations; `full_service` adds their services, whole."""

    full_service = fields.Boolean(load_default=False)


class OrganizationDepth(Schema):
    """How much of an organization is wanted."""

    full_service = fields.Boolean(load_default=False)


class TaxonomyQuery(Listed):
    """Taxonomies."""


class TermQuery(Listed):
    """Terms; `top_only` gives those that have none above them."""

    taxonomy_id = fields.UUID()
    parent_id = fields.UUID()
    top_only = fields.Boolean(load_default=False)
