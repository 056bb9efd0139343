"""Readable sample files as documents of HSDS: words for ids, one table for a text in all languages, terms by code."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.events.directory.domain.documents import key as key_of
from services.events.directory.domain.objects import OBJECTS
from services.events.directory.domain.reading import TOP
from services.events.directory.domain.shapes import Kind, Object

NAMESPACE = UUID("5ca1ab1e-7a1a-5000-8000-7a1ca0000000")
"""Ids made from it are the same in every installation: of a term from `taxonomy:code`, of others from `object:word`."""
LINK_TYPES = {"target": "eligibility"}
"""What a term of this taxonomy says of a service; others say of what type it is."""


def id_of(name: str) -> str:
    """The id of what is called so."""
    return str(uuid5(NAMESPACE, name))


def spelled_out(facts: dict[str, Any]) -> dict[str, Any]:
    """The document that a sample file stands for."""
    return {
        key: [_object(OBJECTS[name], one, f"{name}:{one['id']}") for one in facts.get(key, ())]
        for key, name in TOP.items()
    }


def _object(one: Object, said: dict[str, Any], called: str) -> dict[str, Any]:
    """An object that is called so; what hangs under it and has no name is called by its place."""
    made: dict[str, Any] = {"id": id_of(called)}
    kinds = {each.name: each for each in one.fields}
    lists = {way.key: way.object for way in one.lists}
    for key, value in said.items():
        if key == "terms":
            made["attributes"] = [_term(one.name, called, term) for term in value]
        elif key in lists:
            inner = OBJECTS[lists[key]]
            names = [
                f"{inner.name}:{each['id']}" if "id" in each else f"{called}/{key}/{number}"
                for number, each in enumerate(value)
            ]
            made[key] = [_object(inner, each, name) for each, name in zip(value, names, strict=True)]
        elif key != "id":
            made |= _values(kinds[key].kind, key, value, kinds[key].to or "organization")
    return made


def _values(kind: Kind, key: str, value: Any, to: str) -> dict[str, Any]:
    if kind is Kind.WORDS:
        return {key_of(key, language): text for language, text in value.items()}
    if kind is Kind.ID:
        return {key: id_of(f"{to}:{value}")}
    return {key: value.isoformat() if isinstance(value, date) else value}


def _term(name: str, called: str, term: str) -> dict[str, Any]:
    return {
        "id": id_of(f"{called}/{term}"),
        "link_entity": name,
        "link_type": LINK_TYPES.get(term.partition(":")[0], "service_type"),
        "taxonomy_term_id": id_of(term),
    }
