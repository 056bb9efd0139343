"""One test bed for all tests: markers by folder, the fast folders first, servers only when asked for."""

import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.rabbitmq",
    "tests.support.wire",
    "tests.support.services",
    "tests.support.smtp",
    "tests.support.kannel",
    "tests.support.embedded",
    "tests.support.oidc",
    "tests.support.stack",
    "tests.support.ways",
    "tests.support.breaking",
    "tests.support.cluster",
]

FOLDERS = ("unit", "architecture", "contract", "integration", "e2e", "browser", "stack", "cluster")

settings.register_profile("talka", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("talka")


def folder_of(item: pytest.Item) -> str:
    """The folder under tests/ that a test lies in."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test by its folder and run the fast folders first."""
    for item in items:
        item.add_marker(folder_of(item))
    items.sort(key=lambda item: FOLDERS.index(folder_of(item)))


def pytest_sessionstart() -> None:
    """Hear Ctrl-C, and let what we start hear it, also where a shell has started us with `&` to ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _end_politely() -> Iterator[None]:
    """Being told to terminate, stop the servers the session has started."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        pytest.exit("terminated", returncode=143)

    previous = signal.signal(signal.SIGTERM, leave)
    yield
    signal.signal(signal.SIGTERM, previous)
