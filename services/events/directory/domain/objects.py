"""The objects of HSDS 3.1: their fields, and what hangs under what. Tables, JSON and CSV are all made from this.

A name is HSDS's own. The order of `OBJECTS` puts what is pointed at before what points at it.
"""

from services.events.directory.domain.shapes import METADATA_OF, Field, Kind, Many, Object, One

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
PLACES = ("physical", "postal", "virtual")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _fields(said: str) -> tuple[Field, ...]:
    """Fields out of `name:kind`, each required where a `!` stands behind it, or `name>object` for an id."""
    return tuple(_field(word) for word in said.split())


def _field(word: str) -> Field:
    said, required = word.removesuffix("!"), word.endswith("!")
    name, points, to = said.partition(">")
    if points:
        return Field(name, Kind.ID, required, to=to)
    name, _, kind = said.partition(":")
    return Field(name, Kind(kind or "text"), required, VALUES.get(name, ()), PATTERNS.get(name, ""))


VALUES = {
    "status": STATUSES,
    "location_type": PLACES,
    "address_type": PLACES,
    "freq": ("WEEKLY", "MONTHLY"),
    "wkst": WEEKDAYS,
    "extent_type": ("geojson", "topojson", "kml", "text"),
}
NUMBERS = r"[+-]?\d{1,3}(,[+-]?\d{1,3})*"
WEEKDAY = r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"
PATTERNS = {
    "byday": f"{WEEKDAY}(,{WEEKDAY})*",
    **dict.fromkeys(("byweekno", "bymonthday", "byyearday"), NUMBERS),
}
"""Parts of a rule of repetition (RFC 5545)."""
ORGANIZATION = Object(
    "organization",
    _fields(
        "name:words! alternate_name:words description:words! email:email website:uri tax_status tax_id "
        "year_incorporated:number legal_status logo:uri uri:uri parent_organization_id:id"
    ),
    many=(
        Many("additional_websites", "url", "organization_id"),
        Many("funding", "funding", "organization_id"),
        Many("contacts", "contact", "organization_id"),
        Many("phones", "phone", "organization_id"),
        Many("locations", "location", "organization_id", owned=False),
        Many("programs", "program", "organization_id", owned=False),
        Many("organization_identifiers", "organization_identifier", "organization_id"),
    ),
    kept=True,
)
PROGRAM = Object(
    "program",
    _fields("organization_id>organization! name:words! alternate_name:words description:words!"),
    kept=True,
)
SERVICE = Object(
    "service",
    _fields(
        "organization_id>organization! program_id>program name:words! alternate_name:words description:words url:uri "
        "email:email status! interpretation_services:words application_process:words fees_description:words wait_time "
        "fees accreditations:words eligibility_description:words minimum_age:number maximum_age:number "
        "assured_date:day assurer_email:email licenses alert:words last_modified:moment"
    ),
    many=(
        Many("additional_urls", "url", "service_id"),
        Many("phones", "phone", "service_id"),
        Many("schedules", "schedule", "service_id"),
        Many("service_areas", "service_area", "service_id"),
        Many("service_at_locations", "service_at_location", "service_id"),
        Many("languages", "language", "service_id"),
        Many("funding", "funding", "service_id"),
        Many("cost_options", "cost_option", "service_id"),
        Many("required_documents", "required_document", "service_id"),
        Many("contacts", "contact", "service_id"),
        Many("capacities", "service_capacity", "service_id"),
    ),
    one=(One("organization", "organization", "organization_id"), One("program", "program", "program_id")),
    kept=True,
)
LOCATION = Object(
    "location",
    _fields(
        "location_type! url:uri organization_id>organization name:words alternate_name:words description:words "
        "transportation:words latitude:number longitude:number external_identifier external_identifier_type"
    ),
    many=(
        Many("languages", "language", "location_id"),
        Many("addresses", "address", "location_id"),
        Many("contacts", "contact", "location_id"),
        Many("accessibility", "accessibility", "location_id"),
        Many("phones", "phone", "location_id"),
        Many("schedules", "schedule", "location_id"),
    ),
    kept=True,
)
SERVICE_AT_LOCATION = Object(
    "service_at_location",
    _fields("service_id>service! location_id>location! description:words"),
    many=(
        Many("contacts", "contact", "service_at_location_id"),
        Many("phones", "phone", "service_at_location_id"),
        Many("schedules", "schedule", "service_at_location_id"),
        Many("service_areas", "service_area", "service_at_location_id"),
    ),
    one=(One("location", "location", "location_id", whole=True),),
)
TAXONOMY = Object("taxonomy", _fields("name:words! description:words! uri:uri version"), kept=True, ties=(METADATA_OF,))
TAXONOMY_TERM = Object(
    "taxonomy_term",
    _fields("code name:words! description:words! parent_id:id taxonomy language taxonomy_id>taxonomy term_uri:uri"),
    one=(One("taxonomy_detail", "taxonomy", "taxonomy_id"),),
    kept=True,
    ties=(METADATA_OF,),
)
UNIT = Object("unit", _fields("name! scheme identifier uri:uri"), kept=True)
PARTS = (
    Object(
        "organization_identifier",
        _fields("organization_id>organization! identifier_scheme identifier_type! identifier!"),
    ),
    Object("url", _fields("organization_id>organization service_id>service label:words url:uri!")),
    Object("funding", _fields("organization_id>organization service_id>service source:words")),
    Object(
        "service_area",
        _fields(
            "service_id>service service_at_location_id>service_at_location name:words description:words extent "
            "extent_type uri:uri"
        ),
    ),
    Object(
        "contact",
        _fields(
            "organization_id>organization service_id>service service_at_location_id>service_at_location "
            "location_id>location name title:words department:words email:email"
        ),
        many=(Many("phones", "phone", "contact_id"),),
    ),
    Object(
        "phone",
        _fields(
            "location_id>location service_id>service organization_id>organization contact_id>contact "
            "service_at_location_id>service_at_location number! extension:number type description:words"
        ),
        many=(Many("languages", "language", "phone_id"),),
    ),
    Object(
        "address",
        _fields(
            "location_id>location! attention address_1! address_2 city! region state_province! postal_code! country! "
            "address_type!"
        ),
    ),
    Object(
        "schedule",
        _fields(
            "service_id>service location_id>location service_at_location_id>service_at_location valid_from:day "
            "valid_to:day dtstart:day timezone:number until:day count:number wkst freq interval:number byday byweekno "
            "bymonthday byyearday description:words opens_at:clock closes_at:clock schedule_link:uri attending_type "
            "notes:words x_open_on_holidays:flag"
        ),
        many=(Many("x_exceptions", "schedule_exception", "schedule_id"),),
    ),
    Object(
        "schedule_exception",
        _fields("schedule_id>schedule! day:day! opens_at:clock closes_at:clock reason:words"),
        ties=(),
    ),
    Object("language", _fields("service_id>service location_id>location phone_id>phone name:words code note:words")),
    Object(
        "cost_option",
        _fields(
            "service_id>service! valid_from:day valid_to:day option:words currency amount:number "
            "amount_description:words"
        ),
    ),
    Object("required_document", _fields("service_id>service! document:words uri:uri")),
    Object("accessibility", _fields("location_id>location! description:words details:words url:uri")),
    Object(
        "service_capacity",
        _fields("service_id>service! unit_id>unit! available:number! maximum:number description:words updated:moment!"),
        one=(One("unit", "unit", "unit_id"),),
    ),
)
ATTRIBUTE = Object(
    "attribute",
    _fields("link_id:id! link_entity! taxonomy_term_id>taxonomy_term! link_type value label:words"),
    one=(One("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),),
    ties=(METADATA_OF,),
)
METADATA = Object(
    "metadata",
    _fields(
        "resource_id:id! resource_type! last_action_date:day! last_action_type! field_name! previous_value! "
        "replacement_value! updated_by!"
    ),
    ties=(),
)
OBJECTS = {
    one.name: one
    for one in (
        *(ORGANIZATION, PROGRAM, TAXONOMY, TAXONOMY_TERM, UNIT, LOCATION, SERVICE, SERVICE_AT_LOCATION),
        *PARTS,
        *(ATTRIBUTE, METADATA),
    )
}
"""Object -> what it is made of."""
PARENTS = {
    name: tuple(dict.fromkeys(way.column for other in OBJECTS.values() for way in other.many if way.object == name))
    for name in OBJECTS
}
"""Object -> the columns by which it can hang under something."""
