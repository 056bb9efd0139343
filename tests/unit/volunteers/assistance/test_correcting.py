"""A correction: what is otherwise, what it means for the search, and where the same mistake stands."""

from typing import Any

import pytest

from services.volunteers.assistance.domain.correcting import (
    Fact,
    begins_anew,
    check_told,
    corrected,
    kinds_of,
    reached,
    same_mistake,
    written_at,
)
from services.volunteers.assistance.domain.moving import turned
from services.volunteers.assistance.domain.requests import NobodyToTell

PERSON: dict[str, Any] = {"channel": "sms", "phone": "+37061299999", "email": None, "language": "lt", "any_hour": False}
LANDLINE = PERSON | {"channel": "none", "phone": "+37045852123"}
KNOWN: dict[str, Any] = {
    "name": "Zofija",
    "person": PERSON,
    "place": "Kavoliškio g. 3",
    "area": "Kavoliškis",
    "destination": "Poliklinika",
    "languages": [],
    "wheelchair": False,
}
BACK = KNOWN | turned(KNOWN)


def test_only_what_is_otherwise_is_a_correction() -> None:
    assert corrected(KNOWN, {"name": "Zofija", "person": {"phone": "+37061299999"}, "languages": []}) == {}
    assert corrected(KNOWN, {"name": "Sofija", "wheelchair": False}) == {"name": "Sofija"}


@pytest.mark.parametrize(
    ("person", "parts", "channel", "address"),
    [
        (PERSON, {"phone": "+37045852123"}, "none", None),
        (PERSON, {"phone": "+37045852123", "email": "z@example.lt"}, "email", "z@example.lt"),
        (LANDLINE, {"phone": "+37061288888"}, "sms", "+37061288888"),
        (PERSON, {"phone": None, "email": "z@example.lt"}, "email", "z@example.lt"),
        (PERSON, {"language": "ru"}, "sms", "+37061299999"),
        (PERSON | {"channel": "none"}, {"language": "ru"}, "none", None),
    ],
)
def test_somebody_is_written_to_where_their_corrected_addresses_allow_it(
    person: dict[str, Any], parts: dict[str, Any], channel: str, address: str | None
) -> None:
    now = reached(person, parts)
    assert (now["channel"], written_at(now)) == (channel, address)


def test_nobody_is_left_without_any_way_to_be_told() -> None:
    check_told(LANDLINE, None)
    check_told(LANDLINE | {"phone": None}, PERSON)
    with pytest.raises(NobodyToTell):
        check_told(LANDLINE | {"phone": None}, None)


@pytest.mark.parametrize(
    ("change", "anew", "kinds"),
    [
        ({"name": "Sofija", "place": "Topolių g. 5", "note": "Skambinti"}, False, [Fact.PERSON]),
        ({"destination": "Ligoninė"}, False, [Fact.ERRAND]),
        ({"starts_at": 1}, True, [Fact.ERRAND]),
        ({"area": "Juodupė"}, True, [Fact.ERRAND]),
        ({"wheelchair": True, "name": "Sofija"}, True, [Fact.PERSON, Fact.NEEDS]),
        ({"person": PERSON | {"phone": "+37061288888"}}, False, [Fact.PERSON]),
        ({"person": PERSON | {"language": "ru"}}, True, [Fact.PERSON]),
    ],
)
def test_the_search_begins_anew_if_volunteers_were_asked_with_something_else(
    change: dict[str, Any], *, anew: bool, kinds: list[Fact]
) -> None:
    assert (begins_anew(KNOWN, change), kinds_of(change)) == (anew, kinds)


def test_a_persons_language_matters_to_nobody_where_another_is_named() -> None:
    assert not begins_anew(KNOWN | {"languages": ["uk"]}, {"person": PERSON | {"language": "ru"}})


def test_a_way_back_is_as_wrong_as_the_way_there_from_which_it_was_made() -> None:
    change = {"place": "Topolių g. 5", "destination": "Ligoninė", "wheelchair": True, "starts_at": 1}
    same = same_mistake(BACK, KNOWN, change, back=True, other_way=True)
    assert same == {"place": "Ligoninė → Topolių g. 5", "destination": "Ligoninė → Kavoliškis", "wheelchair": True}
    elsewhere = BACK | {"place": "Turgus → Kavoliškio g. 3", "wheelchair": True}
    assert same_mistake(elsewhere, KNOWN, change, back=True, other_way=True) == {"destination": same["destination"]}
    assert same_mistake(BACK, KNOWN, {"name": "Sofija"}, back=True, other_way=True) == {"name": "Sofija"}


def test_another_week_is_as_wrong_save_for_its_times_and_a_way_there_is_not_led_by_the_way_back() -> None:
    change = {"place": "Topolių g. 5", "starts_at": 1}
    assert same_mistake(KNOWN, KNOWN, change, back=False, other_way=False) == {"place": "Topolių g. 5"}
    assert same_mistake(KNOWN, BACK, change, back=False, other_way=True) == {}
