"""The whole story of `make demo`, through the gateway alone, with real texts and mails at its end."""

import re

import pytest

from deploy.embedded.demo.__main__ import scenes
from deploy.embedded.demo.report import check_people
from tests.support.outside import Town
from tests.support.stack import SERVICES, Stack

RUNNING = [f"{service}-{part}" for service in SERVICES for part in ("web", "worker")]


@pytest.mark.timeout(900)
def test_everyone_receives_what_concerns_them_once_and_in_their_language(stack: Stack) -> None:
    town = Town(stack)
    scenes(town)
    check_people(town, {address: town.mailbox.at(address) for address in town.ledger.people})
    assert [sentence for sentence, holds in town.ledger.checks if not holds] == []
    assert len(town.ledger.people) >= 20


def test_afterwards_no_log_holds_a_number_an_address_or_a_link(stack: Stack) -> None:
    personal = re.compile(r"(\+|%2B)3706|@example\.org|/r/[^<]|/organise/sign-in/[^<]")
    for service in (*RUNNING, "gateway", "kannel", "kannel-smsbox", "postgres", "rabbitmq"):
        assert personal.search(stack.log(service)) is None, service
