"""When news is sent, and links that nobody can guess."""

from datetime import datetime
from uuid import UUID

import pytest

from services.events.board.domain import SubscriptionLinks, next_digest
from tests.support.clock import vilnius

ID = UUID("01938a00-0000-7000-8000-000000000028")


@pytest.mark.parametrize(
    ("now", "next_one"),
    [
        (vilnius(2026, 11, 30, 8, 59), vilnius(2026, 11, 30, 9)),
        (vilnius(2026, 11, 30, 9), vilnius(2026, 12, 7, 9)),
        (vilnius(2026, 12, 6, 23, 59), vilnius(2026, 12, 7, 9)),
        (vilnius(2027, 3, 22, 9, 1), vilnius(2027, 3, 29, 9)),  # the clocks change on the 28th
    ],
)
def test_news_is_sent_on_mondays_at_nine_on_the_clocks_here(now: datetime, next_one: datetime) -> None:
    assert next_digest(now) == next_one


def test_each_deed_and_each_installation_has_links_of_its_own() -> None:
    links = SubscriptionLinks("a secret", "https://talka.test")
    tokens = {links.token("confirm", ID), links.token("stop", ID), SubscriptionLinks("b", "").token("stop", ID)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {22}
    assert links.address("stop", ID) == f"https://talka.test/board/stop/{links.token('stop', ID)}"
