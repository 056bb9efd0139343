"""The values of notices about an errand."""

from datetime import datetime

import pytest

from services.notifications.notices.domain.letters import KEPT, useful_until
from services.notifications.notices.domain.wording import ErrandFacts, closed_for_helper, closed_values, errand_values
from services.notifications.recipients.domain import Channel
from tests.support.clock import vilnius

START = vilnius(2026, 12, 3, 9, 20)


def errand(ends_at: datetime, kind: str = "ride") -> ErrandFacts:
    return ErrandFacts(
        kind=kind,
        starts_at=START,
        ends_at=ends_at,
        zone="Europe/Vilnius",
        area="Kavoliškis",
        destination="",
        appointment_at=None,
    )


@pytest.mark.parametrize(
    ("channel", "when"),
    [
        (Channel.SMS, "gruodžio 3 d., ketvirtadienis, 09:20-10:00"),
        (Channel.EMAIL, "2026 m. gruodžio 3 d., ketvirtadienis, 09:20–10:00"),
    ],
)
def test_an_errand_tells_from_when_to_when(channel: Channel, when: str) -> None:
    assert errand_values(errand(vilnius(2026, 12, 3, 10)))(channel, "lt")["when"] == when


def test_an_errand_over_night_tells_its_beginning_alone() -> None:
    values = errand_values(errand(vilnius(2026, 12, 4, 10)))(Channel.SMS, "en")
    assert values["when"] == "Thu 3 Dec, 09:20"


def test_only_who_waits_for_help_is_given_advice_and_a_taxi_only_for_a_ride() -> None:
    ride, visit = errand(vilnius(2026, 12, 3, 10)), errand(vilnius(2026, 12, 3, 10), "home_visit")
    says = [
        closed_values(ride, "unmet", "link", "112")(Channel.SMS, "en"),
        closed_values(visit, "unmet", "link", "112")(Channel.SMS, "en"),
        closed_values(visit, "done", "link", "112")(Channel.SMS, "en"),
        closed_for_helper(ride, "cancelled")(Channel.SMS, "en"),
    ]
    assert [(values["advice"], values["phone"]) for values in says] == [
        ("Please call a taxi or change the time.", "112"),
        ("Let us try another time.", "112"),
        ("", ""),
        ("", ""),
    ]


def test_what_is_told_after_its_moment_is_still_told() -> None:
    assert useful_until(START, vilnius(2026, 12, 3, 8)) == START
    assert useful_until(START, vilnius(2026, 12, 3, 10)) == vilnius(2026, 12, 3, 10) + KEPT
