"""What taxonomies say of a service, as its keeper chooses it."""

from itertools import count

import pytest

from services.events.directory.domain import Term, TermIsUnknown, id_of, terms_of, with_terms

SENIOR, NEWCOMER, VISIT, FOREIGN = "t1", "t2", "k1", "x1"
OFFERED = [
    Term(SENIOR, id_of("target"), "senior", {"lt": "Senjorai"}, {"lt": "Kam"}),
    Term(NEWCOMER, id_of("target"), "newcomer", {"lt": "Atvykę"}, {"lt": "Kam"}),
    Term(VISIT, id_of("spis"), "202", {"lt": "Konsultavimas"}, {"lt": "SPIS"}),
]
ENTRY = {
    "id": "s",
    "attributes": [
        {"id": "a", "link_type": "eligibility", "label": "Nuo 65 m.", "taxonomy_term": {"id": SENIOR}},
        {"id": "b", "link_type": "service_type", "taxonomy_term": {"id": FOREIGN}},
        {"id": "c", "value": "a note without a term"},
    ],
}


def test_what_stays_chosen_stays_as_it_is_and_what_is_new_says_of_what_it_is() -> None:
    new = map(str, count())
    made = with_terms(ENTRY, [SENIOR, VISIT, VISIT, NEWCOMER], OFFERED, lambda: next(new))
    assert made["attributes"] == [
        *ENTRY["attributes"],
        {"id": "0", "link_type": "service_type", "taxonomy_term_id": VISIT},
        {"id": "1", "link_type": "eligibility", "taxonomy_term_id": NEWCOMER},
    ]


def test_what_no_form_shows_is_not_taken_away_by_it() -> None:
    made = with_terms(ENTRY, [], OFFERED, str)
    assert [one["id"] for one in made["attributes"]] == ["b", "c"]
    assert terms_of(made) == [FOREIGN]
    assert terms_of({}) == []


def test_a_term_that_nobody_offered_is_refused() -> None:
    with pytest.raises(TermIsUnknown) as refused:
        with_terms(ENTRY, [FOREIGN], OFFERED, str)
    assert list(refused.value.errors) == ["terms"]
