"""What both transports promise alike."""

from shared.messaging.worker import subscribe
from tests.support.eventually import eventually
from tests.support.town import Town


def test_what_one_service_tells_the_other_hears_in_order(any_town: Town) -> None:
    subscribe(any_town.hearer.service)
    any_town.teller.tell("one", "two", "three")
    with any_town.teller.working(), any_town.hearer.working():
        eventually(lambda: any_town.hearer.heard() == ["one", "two", "three"])
    assert any_town.teller.unsent() == 0
    assert any_town.hearer.inbox("done") == 3
