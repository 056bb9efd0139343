"""Anybody may type anybody's phone, and each registration sends a message: a day has a limit."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from shared.database import Database
from tests.integration.events.conftest import Caller
from tests.support.ledger import states
from tests.support.visitor import Visitor

SMS = {"reach": "sms", "phone": "861234567", "language": "en"}


def register(caller: Caller, evening_id: UUID, **contact: str) -> tuple[int, str]:
    """The status, and the type of what was refused."""
    party = {"party": 1, "language": "lt"} | contact
    answer = caller("POST", f"/occurrences/{evening_id}/registrations", party)
    return answer.status_code, (answer.json or {}).get("type", "").rpartition("/")[2]


@pytest.fixture
def two_a_day(app: Flask) -> Iterator[None]:
    """One network may cause two messages a day."""
    talka = app.extensions["talka"]
    service: Any = talka.service
    usual = service.settings
    object.__setattr__(service, "settings", replace(usual, strangers_a_day=2))
    yield
    object.__setattr__(service, "settings", usual)


def test_a_phone_is_registered_ten_times_a_day_and_then_by_staff_alone(
    anyone: Caller, owner: Caller, database: Database, evening_id: UUID
) -> None:
    for _ in range(10):
        assert register(anyone, evening_id, phone="8 612 34567") == (201, "")
    assert register(anyone, evening_id, phone="+370 612 34567") == (429, "written-too-often")
    with database.reading() as session:
        assert len(states(session)) == 10
    assert register(anyone, evening_id, phone="8 612 34568") == (201, "")
    booked = owner("POST", f"/occurrences/{evening_id}/bookings", {"party": 1, "language": "lt", "phone": "861234567"})
    assert booked.status_code == 201


def test_whoever_is_only_called_counts_for_nothing(anyone: Caller, evening_id: UUID, two_a_day: None) -> None:
    for _ in range(12):
        assert register(anyone, evening_id, phone="8 458 52123") == (201, "")


def test_a_network_has_a_limit_over_all_phones_and_what_is_refused_for_another_reason_does_not_count(
    anyone: Caller, evening_id: UUID, two_a_day: None
) -> None:
    for _ in range(3):
        party = {"party": 8, "language": "lt", "phone": "8 612 34560"}
        assert anyone("POST", f"/occurrences/{evening_id}/registrations", party).status_code == 409
    for last in (1, 2):
        assert register(anyone, evening_id, phone=f"8 612 3456{last}") == (201, "")
    assert register(anyone, evening_id, email="ona@example.org") == (429, "written-too-often")


def test_the_page_says_what_to_do_and_keeps_what_was_typed(
    visitor: Visitor, anyone: Caller, database: Database, evening_id: UUID
) -> None:
    for _ in range(10):
        register(anyone, evening_id, phone="8 612 34567")
    home = f"/register/{evening_id}"
    visitor.open(home).send(home, party="1")
    visitor.send(f"{home}/reach", **SMS).send(f"{home}/check")
    assert visitor.status == 429
    assert "Call the organisation, which can do it for you, or try again tomorrow." in visitor.text
    assert "+37061234567" in visitor.text
    with database.reading() as session:
        assert len(states(session)) == 10
