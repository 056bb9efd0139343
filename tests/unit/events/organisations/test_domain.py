"""Who may do what."""

from uuid import uuid4

import pytest

from services.events.organisations.domain import Member, Role, entitle
from shared.errors import Forbidden, NotFound
from shared.links import digest

OURS, THEIRS = uuid4(), uuid4()
PERSON = Member(uuid4(), {OURS: Role.CHECK_IN})


def test_a_role_that_is_enough_lets_in() -> None:
    entitle(PERSON, OURS, (Role.OWNER, Role.CHECK_IN))


def test_a_role_that_is_not_enough_is_told_so() -> None:
    with pytest.raises(Forbidden):
        entitle(PERSON, OURS, (Role.OWNER, Role.ORGANISER))


def test_a_foreign_organisations_things_do_not_even_exist() -> None:
    with pytest.raises(NotFound):
        entitle(PERSON, THEIRS, tuple(Role))


def test_a_digest_recognises_a_token_and_does_not_tell_it() -> None:
    assert digest("token") == digest("token")
    assert digest("token") != digest("other")
    assert b"token" not in digest("token")
