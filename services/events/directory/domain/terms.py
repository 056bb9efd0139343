"""What taxonomies say of a service: for whom it is, and what kind of service."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.events.directory.domain.editing import Entry, NewId
from services.events.directory.domain.samples import LINK_TYPES, id_of
from shared.errors import Invalid, _

TARGETS = id_of("target")
"""The taxonomy of the groups that services are for."""
ELIGIBILITY, KIND = LINK_TYPES["target"], "service_type"


class TermIsUnknown(Invalid):
    """A term that no taxonomy of this directory has."""

    code = "directory-term-is-unknown"
    title = _("Choose only what the list offers.")


@dataclass(frozen=True)
class Term:
    """A term of a taxonomy, with the names of both by language."""

    id: str
    taxonomy_id: str
    code: str
    name: Mapping[str, str]
    taxonomy: Mapping[str, str]

    @property
    def is_target(self) -> bool:
        """Whether it says for whom a service is."""
        return self.taxonomy_id == TARGETS


def terms_of(entry: Mapping[str, Any]) -> list[str]:
    """The ids of the terms that an entry has."""
    return [one["taxonomy_term"]["id"] for one in entry.get("attributes", ()) if "taxonomy_term" in one]


def with_terms(entry: Entry, chosen: Collection[str], offered: Collection[Term], new_id: NewId) -> Entry:
    """The entry with those of the offered terms that are chosen; others that it has stay, as no form shows them.

    Raises TermIsUnknown.
    """
    by_id = {term.id: term for term in offered}
    if not set(chosen) <= by_id.keys():
        raise TermIsUnknown({"terms": [TermIsUnknown.title]})
    there = terms_of(entry)
    kept = [
        one
        for one in entry.get("attributes", ())
        if (term := one.get("taxonomy_term", {}).get("id")) in chosen or term not in by_id
    ]
    new = [
        {"id": new_id(), "link_type": ELIGIBILITY if by_id[id_].is_target else KIND, "taxonomy_term_id": id_}
        for id_ in dict.fromkeys(chosen)
        if id_ not in there
    ]
    return entry | {"attributes": [*kept, *new]}
