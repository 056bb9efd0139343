"""Gateways that are away, slow, full, silent or that break off: messages arrive once, or are shown as in doubt.

Where a wait of minutes comes between two tries, its moment is set forward, and only that.
"""

import time
from collections.abc import Iterator, Mapping

import pytest

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.organiser import Organiser
from tests.support.breaking import by_mail, by_phone, of_mails
from tests.support.crowd import Crowd
from tests.support.eventually import eventually
from tests.support.handset import texts
from tests.support.outside import Outside, recognised
from tests.support.stack import Stack
from tests.support.unruly import Unruly, unruly_gateway

AWAY = 60.0


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Iterator[Unruly]:
    with unruly_gateway(stack) as unruly:
        yield unruly


@pytest.fixture
def unruly(gateway: Unruly) -> Iterator[Unruly]:
    """It behaves well again afterwards."""
    yield gateway
    gateway.behave(sms="accept", mail="accept", receipts="yes")


def hurry(stack: Stack) -> None:
    """The next tries are due now."""
    stack.sql("notifications", "UPDATE messages SET next_attempt_at = now() WHERE state = 'queued'")


def fates(stack: Stack, *addresses: str) -> set[str]:
    """The states of all messages to these that were not withdrawn, as a confirmation is when its party cancels."""
    listed = ", ".join(f"'{address}'" for address in addresses)
    states = "SELECT DISTINCT m.state FROM messages m JOIN recipients r ON r.id = m.recipient_id WHERE r.address IN"
    return set(stack.sql("notifications", f"{states} ({listed})").splitlines()) - {"withdrawn"}


@pytest.mark.timeout(600)
def test_kannel_is_away_for_a_minute(
    stack: Stack, outside: Outside, organiser: Organiser, volunteers: Mapping[str, Client]
) -> None:
    def received() -> Mapping[str, list[str]]:
        heard = {address: list(purposes) for address, purposes in of_mails(outside)().items()}
        for sms in texts(stack.log("handset")):
            heard.setdefault(sms.to, []).append(recognised(sms.text, "sms").purpose)
        return heard

    phones = by_phone(80)
    crowd = Crowd(stack, organiser, phones, volunteers, received)
    with crowd.coming(AWAY + 20):
        stack.compose("stop", "--timeout", "1", "kannel-smsbox", "kannel")
        time.sleep(AWAY)
        eventually(lambda: fates(stack, *phones) == {"queued"}, every=0.5)
        stack.compose("start", "kannel", "kannel-smsbox")
    stack.recover()
    crowd.check_places()
    stack.compose("restart", "handset")  # a phone that was switched on before its network
    hurry(stack)
    crowd.check_told()


@pytest.mark.timeout(600)
def test_a_slow_gateway_keeps_neither_mails_nor_anybody_waiting(
    stack: Stack, organiser: Organiser, volunteers: Mapping[str, Client], unruly: Unruly
) -> None:
    unruly.behave(sms="slow", seconds=5)
    phones, addresses = by_phone(60), by_mail("beside-slow", 60)
    people = [one for pair in zip(phones, addresses, strict=True) for one in pair]
    crowd = Crowd(stack, organiser, people, volunteers, unruly.received)
    crowd.come_and_go()
    states = crowd.states()
    by_then = unruly.received()
    eventually(lambda: all(unruly.received().get(address) for address in addresses), seconds=5, every=0.2)
    assert not all(by_then.get(phone) for phone in phones)  # it still is at it
    crowd.check_places()
    crowd.check_told()
    assert set(states) >= set(people)


@pytest.mark.timeout(600)
def test_what_a_full_gateway_refuses_is_sent_when_it_takes_texts_again(
    stack: Stack, organiser: Organiser, volunteers: Mapping[str, Client], unruly: Unruly
) -> None:
    unruly.behave(sms="refuse")
    phones = by_phone(80)
    crowd = Crowd(stack, organiser, phones, volunteers, unruly.received)
    crowd.come_and_go()
    eventually(lambda: fates(stack, *phones) == {"queued"}, every=0.5)
    unruly.behave(sms="accept")
    hurry(stack)
    crowd.check_places()
    crowd.check_told()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("way", "how"), [("phone", {"sms": "hang_up"}), ("mail", {"mail": "drop"})])
def test_what_a_gateway_may_have_taken_when_it_hung_up_is_shown_as_in_doubt_and_not_sent_again(
    stack: Stack, organiser: Organiser, volunteers: Mapping[str, Client], unruly: Unruly, way: str, how: dict[str, str]
) -> None:
    """Only what nobody must miss is sent once more, and says so."""
    unruly.behave(**how)
    people = by_phone(40) if way == "phone" else by_mail("dropped", 40)
    crowd = Crowd(stack, organiser, people, volunteers, unruly.received)
    crowd.come_and_go()
    eventually(lambda: crowd.in_doubt() >= set(people), seconds=90, every=1)
    unruly.behave(sms="accept", mail="accept")
    crowd.check_places()
    often = {one: purposes for one, purposes in crowd.told().items() if one in people and max(purposes.values()) > 1}
    assert often == {}
    left = f"/api/notifications/v1/events/{crowd.event_id}/messages"
    shown = organiser.client.get(left, state="uncertain", limit=100)["items"]
    assert len(shown) >= len(people)


@pytest.mark.timeout(600)
def test_a_gateway_that_never_sends_receipts_is_waited_for_three_days_and_nothing_is_sent_again(
    stack: Stack, organiser: Organiser, volunteers: Mapping[str, Client], unruly: Unruly
) -> None:
    unruly.behave(receipts="no")
    phones = by_phone(20)
    crowd = Crowd(stack, organiser, phones, volunteers, unruly.received)
    crowd.come_and_go()
    crowd.check_told()
    assert fates(stack, *phones) == {"accepted"}
    stack.sql(
        "notifications", "UPDATE messages SET handed_over_at = now() - interval '73 hours' WHERE state = 'accepted'"
    )
    eventually(lambda: fates(stack, *phones) == {"unknown"}, seconds=30, every=1)
    crowd.check_told()


@pytest.mark.timeout(300)
def test_receipts_that_come_late_twice_and_out_of_order_end_where_the_truth_is(
    stack: Stack, organiser: Organiser, volunteers: Mapping[str, Client], unruly: Unruly
) -> None:
    unruly.behave(receipts="no")
    _cancels, delivered, failed, *_ = phones = by_phone(8)
    crowd = Crowd(stack, organiser, phones, volunteers, unruly.received)
    crowd.come_and_go()
    crowd.check_told()
    for status in (1, 8, 4, 1, 2, 8):
        assert unruly.receipt(delivered, status) == "200"
    for status in (2, 8, 2):
        assert unruly.receipt(failed, status) == "200"
    last = (
        "SELECT state FROM messages m JOIN recipients r ON r.id = m.recipient_id "
        "WHERE address = '{}' ORDER BY m.id DESC LIMIT 1"
    )
    assert stack.sql("notifications", last.format(delivered)) == "delivered"
    assert stack.sql("notifications", last.format(failed)) == "failed"
    crowd.check_told()
