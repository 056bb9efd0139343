"""A notifications service over a database of the test's own."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.factories.notifications import Town
from tests.support.services import NewSettings

NewTown = Callable[..., Town]


@pytest.fixture
def new_town(settings: NewSettings) -> Iterator[NewTown]:
    """`new_town(TALKA_QUIET_HOURS="off")`: a town with its own settings."""
    made: list[Town] = []

    def make(**more: str) -> Town:
        made.append(Town(settings("notifications", **{"TALKA_EMBEDDED": "1", "TALKA_QUIET_HOURS": "off"} | more)))
        return made[-1]

    yield make
    for town in made:
        town.database.close()


@pytest.fixture
def town(new_town: NewTown) -> Town:
    """A town with the built-in phone and mailbox, and without quiet hours."""
    return new_town()
