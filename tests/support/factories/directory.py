"""Documents of HSDS for tests, and one in which every field of every object is filled."""

from typing import Any
from uuid import UUID, uuid5

from services.events.directory.domain import OBJECTS, OTHERS, Field, Kind, key

NAMESPACE = UUID("00000000-0000-5000-8000-000000000001")
VALUES: dict[Kind, Any] = {
    Kind.TEXT: "tekstas „su“ kabutėmis, kableliais;\nir eilutėmis",
    Kind.NUMBER: 12.5,
    Kind.DAY: "2026-11-30",
    Kind.MOMENT: "2026-11-30T09:00:00Z",
    Kind.CLOCK: "09:00+02:00",
    Kind.URI: "https://example.lt/a?b=c",
    Kind.EMAIL: "ona@example.lt",
    Kind.FLAG: True,
}
SPECIAL: dict[str, Any] = {"closes_at": "17:00+02:00", "interval": 2, "count": 12}
"""It closes after it opens, and what is counted is whole."""
LEFT_OUT = {"link_id", "resource_id", "resource_type", "parent_id", "parent_organization_id"}


def an_id(name: object) -> str:
    """The id of what is called so."""
    return str(uuid5(NAMESPACE, str(name)))


def filled(name: str, called: str, *hidden: str, lists: bool = True) -> dict[str, Any]:
    """An object of which every field is filled, with one object in each of its lists."""
    one = OBJECTS[name]
    made: dict[str, Any] = {"id": an_id(called)}
    for each in one.fields:
        if each.name not in LEFT_OUT and not each.to and each.name not in hidden:
            made |= _value(each, called)
    if name == "attribute":
        made["link_entity"] = hidden[0]
    for way in one.one:
        if way.key not in hidden:
            made[way.key] = filled(way.object, f"the {way.object}", *HIDDEN.get(way.object, ()), lists=way.whole)
    for many in one.lists if lists else ():
        inner = one.name if many.object in {"attribute", "metadata"} else many.column
        more = HIDDEN.get(many.object, ())
        called_so = f"the {many.object}" if many.object in {"location", "program"} else f"{called}/{many.key}"
        made[many.key] = [filled(many.object, called_so, inner, *more)]
    if name == "program" and "organization_id" not in hidden:
        made["organization_id"] = an_id("the organization")
    if name == "location" and "organization_id" not in hidden:
        made["organization_id"] = an_id("the organization")
    if name == "taxonomy_term" and "taxonomy_detail" in hidden:
        made["taxonomy_id"] = an_id("the taxonomy")
    return made


HIDDEN = {"taxonomy_term": ("taxonomy_detail",)}


def _value(each: Field, called: str) -> dict[str, Any]:
    if each.pattern:
        return {each.name: "-1FR,MO" if each.name == "byday" else "-1,15"}
    if each.values:
        return {each.name: each.values[-1]}
    if each.kind is Kind.WORDS:
        said = f"{each.name} of {called.rpartition('/')[2]}"
        return {each.name: said} | {key(each.name, language): f"{said} in {language}" for language in OTHERS}
    return {each.name: SPECIAL.get(each.name, VALUES[each.kind])}


def whole_document() -> dict[str, Any]:
    """A document that says everything HSDS can say, as we write it."""
    return {
        "version": "3.1",
        "organizations": [filled("organization", "the organization")],
        "services": [filled("service", "the service")],
        "taxonomies": [filled("taxonomy", "the taxonomy")],
        "taxonomy_terms": [filled("taxonomy_term", "the taxonomy_term", "taxonomy_detail")],
    }


def a_service(called: str = "a", **facts: Any) -> dict[str, Any]:
    """A service of one organization, with a phone and a place."""
    return {
        "id": an_id(f"service {called}"),
        "name": f"Paslauga {called}",
        "status": "active",
        "organization": an_organization(),
        "phones": [{"id": an_id(f"phone {called}"), "number": "+370 600 00000"}],
        "service_at_locations": [{"id": an_id(f"place {called}"), "location": a_location()}],
        **facts,
    }


def an_organization(**facts: Any) -> dict[str, Any]:
    """An organization without more than it needs."""
    return {"id": an_id("organization"), "name": "Centras", "description": "Padeda", **facts}


def a_location(**facts: Any) -> dict[str, Any]:
    """A place with an address."""
    address = {"address_1": "Vytauto g. 1", "city": "Rokiškis", "state_province": "Panevėžio apskritis"}
    address |= {"postal_code": "LT-42115", "country": "LT", "address_type": "physical", "id": an_id("address")}
    return {"id": an_id("location"), "location_type": "physical", "addresses": [address], **facts}
