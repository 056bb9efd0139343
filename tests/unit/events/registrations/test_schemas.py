"""What parties may send, and what is refused before any rule or row is asked."""

from typing import Any

import pytest
from marshmallow import ValidationError

from services.events.registrations.schemas import BookingForm, CodeLookup, NewRegistration

RIGHT = {"party": 2, "language": "uk"}


def test_the_least_a_party_says_is_how_many_and_in_which_language() -> None:
    loaded = NewRegistration().load(RIGHT)
    assert (loaded["phone"], loaded["email"], loaded["names"], loaded["needs"]) == (None, None, (), ())


def test_everything_a_party_may_say_is_read_as_it_is_kept() -> None:
    said = RIGHT | {
        "names": ["  Ona   Onaitė ", "Петро"],
        "phone": "8 612 34567",
        "email": "Ona@Example.LT",
        "needs": ["childcare", "wheelchair", "childcare"],
        "note": " Dvi  kėdės ",
    }
    loaded = NewRegistration().load(said)
    assert loaded["names"] == ("Ona Onaitė", "Петро")
    assert (loaded["phone"].e164, loaded["email"]) == ("+37061234567", "Ona@example.lt")
    assert (loaded["needs"], loaded["note"]) == (("childcare", "wheelchair"), "Dvi kėdės")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("party", 0),
        ("party", 9),
        ("party", 1.5),
        ("party", "2"),
        ("party", True),
        ("party", None),
        ("language", "fr"),
        ("language", "LT"),
        ("language", None),
        ("phone", "0501234567"),
        ("phone", "112"),
        ("phone", 61234567),
        ("email", "ona"),
        ("email", "onutė@example.lt"),
        ("names", ["Ona"] * 9),
        ("names", ["", "Petras"]),
        ("names", ["x" * 101]),
        ("names", "Ona"),
        ("needs", ["gold"]),
        ("prefers", "pigeon"),
        ("note", "x" * 301),
        ("any_hour", "maybe"),
        ("unknown", 1),
        ("id", "01a204b7-6c4a-73bf-92bc-ce26cca6c989"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        NewRegistration().load(RIGHT | {field: value})
    assert list(refused.value.messages_dict) == [field]


@pytest.mark.parametrize("missing", ["party", "language"])
def test_what_is_needed_is_asked_for(missing: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NewRegistration().load({name: value for name, value in RIGHT.items() if name != missing})
    assert list(refused.value.messages_dict) == [missing]


def test_a_form_has_names_on_lines() -> None:
    assert BookingForm().load(RIGHT | {"names": ["Ona\r\n\r\n Petras "]})["names"] == ("Ona", "Petras")
    with pytest.raises(ValidationError, match="one name"):
        BookingForm().load(RIGHT | {"names": ["Ona\n" * 9]})


def test_a_name_that_is_too_long_is_told_so_and_not_that_there_are_too_many() -> None:
    assert BookingForm().load(RIGHT | {"names": [f" {'x' * 100} \nPetras"]})["names"] == ("x" * 100, "Petras")
    with pytest.raises(ValidationError, match="A name is too long"):
        BookingForm().load(RIGHT | {"names": ["x" * 101 + "\nPetras"]})


@pytest.mark.parametrize("code", ["ABCDE", "ABCDEFG", "ABCDE0", "ABCDEO", "ABCDE1", "ABCDEI", "ABCDE\u0130", ""])
def test_what_was_never_given_out_is_no_code(code: str) -> None:
    with pytest.raises(ValidationError):
        CodeLookup().load({"code": code, "contact": "861234567"})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8 612 34567", "+37061234567"),
        (" 0 346 51234 ", "+37034651234"),
        (" Ona@Example.LT ", "Ona@example.lt"),
    ],
)
def test_a_registration_is_looked_for_by_a_phone_or_an_e_mail(typed: str, kept: str) -> None:
    assert CodeLookup().load({"code": "k7p-3xw", "contact": typed}) == {"code": "K7P3XW", "contact": kept}


@pytest.mark.parametrize("typed", ["", "ona", "ona@", "112", None, 861234567])
def test_what_is_neither_a_phone_nor_an_e_mail_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        CodeLookup().load({"code": "K7P3XW", "contact": typed})
    assert list(refused.value.messages_dict) == ["contact"]
