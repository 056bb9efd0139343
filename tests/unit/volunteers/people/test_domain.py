"""What volunteers say of themselves, and their codes."""

import re
from uuid import uuid4

import pytest

from services.volunteers.people.domain import (
    COMMON_LANGUAGES,
    SKILLS,
    AgeBand,
    code_digest,
    is_language,
    language_name,
    new_code,
    skill_name,
)
from shared import languages


def test_a_code_is_six_digits_and_seldom_the_same() -> None:
    codes = {new_code() for _ in range(200)}
    assert all(re.fullmatch("[0-9]{6}", code) for code in codes)
    assert len(codes) > 190


def test_a_digest_tells_codes_sign_ins_and_secrets_apart() -> None:
    sign_in_id = uuid4()
    digests = {
        code_digest("secret", sign_in_id, "123456"),
        code_digest("secret", sign_in_id, "123457"),
        code_digest("secret", uuid4(), "123456"),
        code_digest("other", sign_in_id, "123456"),
    }
    assert len(digests) == 4
    assert code_digest("secret", sign_in_id, "123456") in digests


@pytest.mark.parametrize("code", [*COMMON_LANGUAGES, "rom", "ti"])
def test_languages_people_speak_are_known(code: str) -> None:
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "LT", "lt-simple", "klingon", "uk_UA", "xx", "12", "lt\n"])
def test_what_is_no_language_is_not(code: str) -> None:
    assert not is_language(code)


@pytest.mark.parametrize(("asker", "name"), [("lt", "ukrainiečių"), ("lt-simple", "ukrainiečių"), ("en", "Ukrainian")])
def test_languages_are_named_in_the_readers_own(asker: str, name: str) -> None:
    with languages.using(asker):
        assert language_name("uk") == name


def test_what_nobody_named_is_shown_as_it_is() -> None:
    with languages.using("en"):
        assert language_name("zzz") == "zzz"
        assert skill_name("stage_light") == "stage light"


def test_every_skill_and_age_band_has_a_name() -> None:
    with languages.using("en"):
        assert all(skill_name(code) == SKILLS[code] for code in SKILLS)
        assert [band.label for band in AgeBand][-1] == "18 years or more"
