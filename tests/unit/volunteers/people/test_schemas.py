"""What people type, read into what is stored."""

from typing import Any

import pytest
from marshmallow import ValidationError

from services.volunteers.people.schemas import NewVolunteer, ProfilePatch, SignInCode, SignInRequest

ONA = {"name": "Ona", "language": "lt", "languages": ["lt"], "age_band": "adult"}
SIGN_IN = "01990000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("given", "prefers"),
    [
        ({"phone": "861234567"}, "sms"),
        ({"email": "ona@example.lt"}, "email"),
        ({"phone": "861234567", "email": "ona@example.lt"}, "sms"),
        ({"phone": "861234567", "email": "ona@example.lt", "prefers": "email"}, "email"),
    ],
    ids=str,
)
def test_people_are_written_to_by_sms_unless_they_say_otherwise(given: dict[str, str], prefers: str) -> None:
    assert NewVolunteer().load(ONA | given)["prefers"] == prefers


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "phone"), ({"prefers": "email"}, "email"), ({"phone": "861234567", "prefers": "email"}, "email")],
    ids=str,
)
def test_whoever_cannot_be_written_to_cannot_join(given: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        NewVolunteer().load(ONA | given)
    assert list(error.value.messages_dict) == [field]


def test_everybody_starts_with_the_careful_answers() -> None:
    loaded = NewVolunteer().load(ONA | {"phone": "861234567"})
    assert (loaded["any_hour"], loaded["skills"], loaded["email"]) == (False, [], None)


def test_a_patch_changes_only_what_it_names() -> None:
    assert ProfilePatch().load({}) == {}
    assert ProfilePatch().load({"skills": ["music", "music"]}) == {"skills": ["music"]}


@pytest.mark.parametrize(
    ("typed", "read"),
    [("8 612 34567", "sms:+37061234567"), (" Ona@Example.LT ", "email:Ona@example.lt")],
)
def test_a_contact_says_by_which_channel_it_is_reached(typed: str, read: str) -> None:
    assert SignInRequest().load({"contact": typed}) == {"contact": read}


@pytest.mark.parametrize("typed", ["", "112", "nobody@", None, 12, ["861234567"]])
def test_what_is_no_contact_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        SignInRequest().load({"contact": typed})


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "١٢٣٤٥٦", "１２３４５６"])
def test_a_code_is_read_in_any_digits(typed: str) -> None:
    assert SignInCode().load({"sign_in_id": SIGN_IN, "code": typed})["code"] == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "12345²", "-12345", 123456])
def test_what_is_no_code_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        SignInCode().load({"sign_in_id": SIGN_IN, "code": typed})


@pytest.mark.parametrize("typed", [SIGN_IN.replace("-", ""), f"{{{SIGN_IN}}}", f"urn:uuid:{SIGN_IN}", "1"])
def test_a_sign_in_has_one_name(typed: str) -> None:
    with pytest.raises(ValidationError):
        SignInCode().load({"sign_in_id": typed, "code": "123456"})
