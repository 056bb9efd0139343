"""HSDS 3.1 as JSON Schemas, written from our page of facts and not from the product's description of it."""

from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UUID = {
    "type": "string",
    "format": "uuid",
    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
}
TEXT = {"type": "string", "minLength": 1}
NUMBER = {"type": "number"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
CLOCK = {"type": "string", "pattern": r"^\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
URI = {"type": "string", "pattern": "^[a-z]+:"}
EMAIL = {"type": "string", "pattern": "^[^@ ]+@[^@ ]+$"}


def one_of(*values: str) -> dict[str, Any]:
    return {"enum": list(values)}


PLACE = one_of("physical", "postal", "virtual")
SAID: dict[str, tuple[str, dict[str, Any]]] = {
    "organization": (
        "name description",
        {"email": EMAIL, "website": URI, "logo": URI, "uri": URI, "year_incorporated": NUMBER},
    ),
    "organization_identifier": ("identifier_type identifier", {}),
    "program": ("name description", {}),
    "funding": ("", {}),
    "service": (
        "name status",
        {
            "status": one_of("active", "inactive", "defunct", "temporarily closed"),
            "url": URI,
            "email": EMAIL,
            "assurer_email": EMAIL,
            "minimum_age": NUMBER,
            "maximum_age": NUMBER,
            "assured_date": DAY,
            "last_modified": MOMENT,
        },
    ),
    "service_at_location": ("", {}),
    "location": (
        "location_type",
        {"location_type": PLACE, "latitude": NUMBER, "longitude": NUMBER, "url": URI},
    ),
    "address": ("address_1 city state_province postal_code country address_type", {"address_type": PLACE}),
    "schedule": (
        "",
        {
            **dict.fromkeys(("valid_from", "valid_to", "dtstart", "until"), DAY),
            **dict.fromkeys(("timezone", "count", "interval"), NUMBER),
            **dict.fromkeys(("opens_at", "closes_at"), CLOCK),
            "wkst": one_of("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
            "freq": one_of("WEEKLY", "MONTHLY"),
            "schedule_link": URI,
        },
    ),
    "phone": ("number", {"extension": NUMBER}),
    "contact": ("", {"email": EMAIL}),
    "language": ("", {}),
    "cost_option": ("", {"valid_from": DAY, "valid_to": DAY, "amount": NUMBER}),
    "required_document": ("", {"uri": URI}),
    "accessibility": ("", {"url": URI}),
    "service_area": ("", {"uri": URI, "extent_type": one_of("geojson", "topojson", "kml", "text")}),
    "service_capacity": ("unit available updated", {"available": NUMBER, "maximum": NUMBER, "updated": MOMENT}),
    "unit": ("name", {"uri": URI}),
    "url": ("url", {"url": URI}),
    "taxonomy": ("name description", {"uri": URI}),
    "taxonomy_term": ("name description", {"term_uri": URI, "parent_id": UUID, "taxonomy_id": UUID}),
    "attribute": ("", {}),
}
"""Object -> its required fields, and those that are no plain text."""
NESTED = {
    "organization": "phones:phone contacts:contact locations:location programs:program funding:funding "
    "organization_identifiers:organization_identifier additional_websites:url services:service",
    "service": "phones:phone schedules:schedule languages:language service_areas:service_area contacts:contact "
    "service_at_locations:service_at_location cost_options:cost_option required_documents:required_document "
    "funding:funding capacities:service_capacity additional_urls:url organization=organization program=program",
    "service_at_location": "location=location service=service contacts:contact phones:phone schedules:schedule "
    "service_areas:service_area",
    "location": "addresses:address accessibility:accessibility languages:language phones:phone schedules:schedule "
    "contacts:contact",
    "phone": "languages:language",
    "contact": "phones:phone",
    "service_capacity": "unit=unit",
    "taxonomy_term": "taxonomy_detail=taxonomy",
    "attribute": "taxonomy_term=taxonomy_term",
}
"""Object -> its lists (`key:object`) and the single objects in it (`key=object`)."""
WITHOUT_ATTRIBUTES = {"attribute", "taxonomy", "taxonomy_term"}


def _object(name: str) -> dict[str, Any]:
    required, special = SAID[name]
    members: dict[str, Any] = {"id": UUID, **special}
    for said in NESTED.get(name, "").split():
        key, sign, inner = said.partition(":") if ":" in said else said.partition("=")
        ref = {"$ref": f"#/$defs/{inner}"}
        members[key] = {"type": "array", "items": ref, "minItems": 1} if sign == ":" else ref
    if name not in WITHOUT_ATTRIBUTES:
        members["attributes"] = {"type": "array", "items": {"$ref": "#/$defs/attribute"}}
    plain = {"type": "object", "required": ["id", *required.split()], "properties": members}
    own = {"^x_": {}, "^(?!tax_id$).*_id$": UUID}
    return plain | {"patternProperties": own, "additionalProperties": TEXT}


DEFS = {name: _object(name) for name in SAID}


def schema(name: str) -> dict[str, Any]:
    """The schema of one object with all that may be nested in it; any key that it does not name is a text."""
    return {"$schema": DIALECT, "$ref": f"#/$defs/{name}", "$defs": DEFS}


def page_schema(name: str) -> dict[str, Any]:
    """The schema of a page of a list."""
    count, flag = {"type": "integer", "minimum": 0}, {"type": "boolean"}
    numbers = dict.fromkeys(("total_items", "total_pages", "page_number", "size"), count)
    flags = dict.fromkeys(("first_page", "last_page", "empty"), flag)
    contents = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
    members = numbers | flags | {"contents": contents}
    return {
        "$schema": DIALECT,
        "type": "object",
        "required": list(members),
        "properties": members,
        "additionalProperties": False,
        "$defs": DEFS,
    }
