"""How long a household waits for its confirmation on a system that has nothing else to do."""

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median

from deploy.embedded.demo.cast import Household
from deploy.embedded.demo.organiser import occurrence
from deploy.embedded.demo.programme import CONSULTATION, ORGANISER, draft
from deploy.embedded.demo.stage import Stage
from tests.support.embedded import Embedded
from tests.support.eventually import eventually

SIGN_UPS = 30


def test_a_confirmation_is_handed_over_within_300_ms_in_the_median(talka: Embedded) -> None:
    stage = Stage(talka.address, print)
    stage.organiser.sign_in(ORGANISER)
    date = occurrence(datetime.now(UTC) + timedelta(days=5), capacity=100)
    event = stage.organiser.publish(draft(CONSULTATION, [date]))
    times = []
    for number in range(SIGN_UPS):
        household = Household(name="Ona", party=1, language="lt", phone=number)
        stage.register(event["occurrences"][0]["id"], household)
        time.sleep(0.2)
        (confirmation,) = eventually(partial(stage.mailbox.at, str(stage.addresses.phone(number))))
        times.append(confirmation.milliseconds)
    assert median(times) < 300, sorted(times)
