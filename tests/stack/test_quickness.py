"""How soon a household hears on the stack, by the SMS gateway, with nothing else to do."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median

from deploy.embedded.demo.cast import Household
from deploy.embedded.demo.organiser import occurrence
from deploy.embedded.demo.programme import CONSULTATION, ORGANISERS, draft
from tests.support.eventually import eventually
from tests.support.outside import Town
from tests.support.stack import Stack

SIGN_UPS = 30


def test_a_confirmation_is_handed_over_within_300_ms_in_the_median(stack: Stack) -> None:
    town = Town(stack)
    town.organiser.sign_in(ORGANISERS[1])
    date = occurrence(datetime.now(UTC) + timedelta(days=5), capacity=100)
    event = town.organiser.publish(draft(CONSULTATION, [date]))
    for number in range(SIGN_UPS):
        town.register(event["occurrences"][0]["id"], Household(name="Ona", party=1, language="lt", phone=number))
        time.sleep(0.3)
    handed_over = (
        "SELECT extract(epoch FROM handed_over_at - m.cause_at) * 1000 FROM messages m "  # noqa: S608 - our own id
        f"JOIN occasions o ON o.id = occasion_id WHERE o.event_id = '{event['id']}' AND handed_over_at IS NOT NULL"
    )

    def waits() -> list[float]:
        found = [float(line) for line in stack.sql("notifications", handed_over).splitlines()]
        return found if len(found) == SIGN_UPS else []

    times = eventually(waits, seconds=30, every=1)
    assert median(times) < 300, sorted(times)
