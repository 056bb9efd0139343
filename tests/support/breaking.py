"""What the tests that break the stack share: an organiser, volunteers who are signed in, and how a container dies."""

from collections.abc import Callable, Mapping
from itertools import count

import pytest

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.organiser import Organiser
from deploy.embedded.demo.programme import ORGANISERS
from tests.support.crowd import Received
from tests.support.outside import Outside
from tests.support.stack import ADDRESS, Stack, run

V1 = "/api/volunteers/v1"
VOLUNTEERS = 12
CODE = r"\b(\d{6})\b"
PHONES = count(1)


@pytest.fixture(scope="session")
def outside(stack: Stack) -> Outside:
    """All phones and mailboxes."""
    return Outside(Client(ADDRESS, "faults", print), stack)


@pytest.fixture(scope="session")
def organiser(outside: Outside) -> Organiser:
    """Signed in."""
    organiser = Organiser(Client(ADDRESS, "faults-organiser", print, language="lt"), outside)
    organiser.sign_in(ORGANISERS[-1])
    return organiser


@pytest.fixture(scope="session")
def volunteers(outside: Outside) -> Mapping[str, Client]:
    """Signed in, by the address they are written to."""
    return signed_in(lambda email: outside.find(email, CODE))


def signed_in(code_of: Callable[[str], str]) -> dict[str, Client]:
    """New volunteers by the address they are written to; `code_of` waits for the code that is sent there."""
    clients = {
        f"helper-{number}@example.org": Client(ADDRESS, f"helper-{number}", print, language="lt")
        for number in range(VOLUNTEERS)
    }
    for email, client in clients.items():
        facts = {"name": "Rūta", "language": "lt", "languages": ["lt", "uk"], "age_band": "adult", "any_hour": True}
        started = client.post(f"{V1}/volunteers", facts | {"email": email})
        code = {"sign_in_id": started["sign_in_id"], "code": code_of(email)}
        client.token = client.post(f"{V1}/sign-in/confirm", code)["token"]
    return clients


def by_mail(name: str, people: int) -> list[str]:
    """So many people whom only mails reach."""
    return [f"{name}-{person}@example.org" for person in range(people)]


def by_phone(people: int) -> list[str]:
    """So many phones that nobody had before."""
    return [f"+37069{next(PHONES):06}" for _ in range(people)]


def of_mails(outside: Outside) -> Received:
    """What arrived in the stack's mailbox."""
    return lambda: {address: [mail.purpose for mail in mails] for address, mails in outside.mails().items()}


def crash(container: str) -> None:
    """Kill the first process of a container from outside, as a crash does; Docker starts it again by itself."""
    run(["kill", "-9", run(["docker", "inspect", "--format", "{{.State.Pid}}", container]).strip()])
