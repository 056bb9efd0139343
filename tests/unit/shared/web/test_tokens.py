"""A token says who somebody is, and only the right key says it is genuine."""

import time
from uuid import UUID

import pytest
import time_machine

from shared.errors import Unauthenticated
from shared.web.tokens import LASTS, LEEWAY, Principal, issue, read
from tests.support.services import signing_key

RASA = Principal(
    kind="staff",
    id=UUID("01900000-0000-7000-8000-000000000001"),
    name="Rasa Šukytė",
    language="lt",
    roles={UUID("01900000-0000-7000-8000-000000000002"): "organiser"},
)
OKSANA = Principal(kind="volunteer", id=RASA.id, name="Оксана", language="uk")


@pytest.mark.parametrize("principal", [RASA, OKSANA], ids=["staff", "volunteer"])
def test_what_was_issued_can_be_read(principal: Principal) -> None:
    private, public = signing_key(principal.kind)
    assert read(issue(private, principal), principal.kind, public) == principal


def test_the_key_of_one_kind_makes_no_token_of_the_other() -> None:
    token = issue(signing_key("volunteer")[0], RASA)
    with pytest.raises(Unauthenticated):
        read(token, "staff", signing_key("staff")[1])


@pytest.mark.parametrize(
    ("principal", "seconds"), [(RASA, 12 * 3600), (OKSANA, 7 * 24 * 3600)], ids=["staff", "volunteer"]
)
def test_a_token_is_good_to_the_end_and_no_longer(principal: Principal, seconds: int) -> None:
    private, public = signing_key(principal.kind)
    token, now = issue(private, principal), time.time()
    assert LASTS[principal.kind] == seconds
    with time_machine.travel(now + seconds + LEEWAY - 2):
        assert read(token, principal.kind, public) == principal
    with time_machine.travel(now + seconds + LEEWAY + 2), pytest.raises(Unauthenticated):
        read(token, principal.kind, public)


def test_a_machine_whose_clock_is_a_little_behind_reads_what_another_one_has_just_issued() -> None:
    private, public = signing_key("staff")
    token, now = issue(private, RASA), time.time()
    with time_machine.travel(now - LEEWAY + 2):
        assert read(token, "staff", public) == RASA
    with time_machine.travel(now - LEEWAY - 2), pytest.raises(Unauthenticated):
        read(token, "staff", public)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é", "x" * 10_000, "eyJhbGciOiJFUzI1NiJ9..", "\x00"])
def test_what_is_no_token_is_refused_and_nothing_else_happens(token: str) -> None:
    with pytest.raises(Unauthenticated):
        read(token, "staff", signing_key("staff")[1])
