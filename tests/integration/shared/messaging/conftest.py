from collections.abc import Iterator

import pytest

from tests.support.postgres import Postgres
from tests.support.town import Town, town
from tests.support.wire import Wire


@pytest.fixture
def local_town(postgres: Postgres) -> Iterator[Town]:
    """The two services without a broker."""
    with town(postgres, None) as made:
        yield made


@pytest.fixture
def amqp_town(postgres: Postgres, wire: Wire) -> Iterator[Town]:
    """The two services over RabbitMQ."""
    with town(postgres, wire.url) as made:
        yield made


@pytest.fixture(params=["amqp_town", "local_town"])
def any_town(request: pytest.FixtureRequest) -> Town:
    """The two services over one transport and then over the other: the promises are the same."""
    made: Town = request.getfixturevalue(request.param)
    return made
