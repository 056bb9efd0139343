"""The few facts that providers check, out of an entry and back into it."""

from typing import Any

from services.events.directory.domain import changes, corrected, plain

ADDRESS = {"id": "a", "address_1": "Vytauto g. 1", "city": "Rokiškis", "postal_code": "LT-1"}
ENTRY: dict[str, Any] = {
    "id": "s",
    "status": "active",
    "description": "Padeda",
    "x_description_en": "Helps",
    "phones": [{"id": "p", "number": "1", "type": "voice"}, {"id": "q", "number": "2"}],
    "required_documents": [{"id": "d", "document": "Pasas", "x_document_en": "A passport"}],
    "service_at_locations": [
        {"id": "1", "location": {"id": "virtual"}},
        {"id": "2", "location": {"id": "there", "addresses": [ADDRESS, {"id": "b", "city": "Kitas"}]}},
    ],
}


def new_id() -> str:
    return "new"


def test_facts_are_those_that_people_need() -> None:
    facts = plain(ENTRY)
    assert (facts["phone"], facts["address"], facts["documents"], facts["alert"]) == ("1", "Vytauto g. 1", "Pasas", "")
    assert plain({"status": "active"})["city"] == ""


def test_only_what_differs_is_a_change_and_what_must_be_there_stays() -> None:
    sent = plain(ENTRY) | {"phone": "3", "city": "", "status": "", "description": " Padeda \r\n"}
    assert changes(ENTRY, sent) == {"phone": "3"}
    assert changes({"status": "active"}, {"status": "active", "city": "Obeliai"}) == {}


def test_a_correction_touches_what_it_names_and_nothing_else() -> None:
    made = corrected(ENTRY, {"city": "Obeliai", "documents": "Pasas\nPažyma", "fees": "2 EUR"}, new_id)
    assert made["service_at_locations"][1]["location"]["addresses"] == [
        ADDRESS | {"city": "Obeliai"},
        {"id": "b", "city": "Kitas"},
    ]
    assert made["service_at_locations"][0] == ENTRY["service_at_locations"][0]
    assert made["required_documents"] == [ENTRY["required_documents"][0], {"id": "new", "document": "Pažyma"}]
    assert made["fees_description"] == "2 EUR"
    assert made["phones"] == ENTRY["phones"]


def test_what_a_changed_text_said_in_other_languages_is_not_true_any_more() -> None:
    free = ENTRY | {"fees_description": "Nemokamai", "x_fees_description_ar": "مجانًا"}
    assert corrected(free, {"fees": "10 EUR"}, new_id) == ENTRY | {"fees_description": "10 EUR"}


def test_an_emptied_text_goes_in_every_language_and_a_phone_gives_way_to_the_next() -> None:
    made = corrected(ENTRY, {"description": "", "phone": ""}, new_id)
    assert "description" not in made
    assert "x_description_en" not in made
    assert [one["id"] for one in made["phones"]] == ["q"]
    assert corrected({}, {"phone": "5"}, new_id)["phones"] == [{"id": "new", "number": "5"}]
    assert corrected({}, {"phone": ""}, new_id)["phones"] == []
