"""Who tells whom: a message that nobody publishes, hears or can read must not reach a running system."""

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from shared.contracts import REGISTRY
from shared.contracts.envelope import Message
from shared.messaging.worker import Service
from shared.migrations import head
from shared.settings import SERVICES, Settings
from tests.support.services import environment

ROOT = Path(__file__).parents[2]
MESSAGES = sorted(REGISTRY.values(), key=lambda message: message.type)
NOWHERE = URL.create("postgresql", database="nowhere").render_as_string()


@cache
def composed(service: str) -> Service:
    """The service as its app composes it; nothing connects before it is used."""
    app = importlib.import_module(f"services.{service}.app")
    made: Service = app.compose(Settings.from_env(service, environment(service, NOWHERE)))
    return made


@cache
def names_in_operations(service: str) -> set[str]:
    """Every name and attribute that the writes of a service use; a message named there is published there."""
    names = set()
    for room in ("operations.py", "operations/*.py"):
        for path in (ROOT / "services" / service).glob(f"*/{room}"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Name):
                    names.add(node.id)
                if isinstance(node, ast.Attribute):
                    names.add(node.attr)
    return names


def publishers(message: type[Message]) -> list[str]:
    return [service for service in SERVICES if message.__name__ in names_in_operations(service)]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.type)
def test_a_message_is_published_by_the_service_it_is_named_after_alone(message: type[Message]) -> None:
    assert publishers(message) == [message.type.split(".")[0]]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.type)
def test_a_message_is_heard_by_another_service(message: type[Message]) -> None:
    """The relay publishes as mandatory: a message for nobody would be refused and tried for ever."""
    listeners = {service for service in SERVICES if message in composed(service).subscriptions}
    assert listeners - {message.type.split(".")[0]}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_listens_to_known_messages_of_others(service: str) -> None:
    heard = composed(service).subscriptions
    assert [message for message in heard if message not in MESSAGES or message.type.startswith(f"{service}.")] == []


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.type)
def test_a_message_has_a_golden_file(message: type[Message]) -> None:
    assert (ROOT / f"tests/contract/golden/{message.type}.v1.json").is_file()


def test_no_golden_file_outlives_its_message() -> None:
    files = {path.name.removesuffix(".v1.json") for path in (ROOT / "tests/contract/golden").iterdir()}
    assert files == set(REGISTRY)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_one_migration_head(service: str) -> None:
    assert head(service) is not None
