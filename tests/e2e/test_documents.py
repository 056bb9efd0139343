"""Whatever is sent to the running system, it answers as its OpenAPI documents say, and never with its own error."""

from collections.abc import Iterator

import pytest

from deploy.embedded.demo import volunteer
from deploy.embedded.demo.cast import VOLUNTEERS
from deploy.embedded.demo.programme import ORGANISERS
from deploy.embedded.demo.stage import Stage
from tests.support.embedded import Embedded, started
from tests.support.fuzzing import faults_at

EXAMPLES = 4


@pytest.fixture(scope="module")
def town() -> Iterator[Embedded]:
    """A system of these tests' own: an organiser may take the rights of anybody whose id an answer has told."""
    yield from started()


def token(stage: Stage, who: str) -> str | None:
    """Sign somebody in."""
    if who == "organiser":
        stage.organiser.sign_in(ORGANISERS[0])
        return stage.organiser.client.token
    client = stage.client()
    volunteer.join(client, stage.mailbox, VOLUNTEERS[0], stage.addresses)
    return client.token


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("service", "who"), [("events", "organiser"), ("volunteers", "volunteer"), ("notifications", "organiser")]
)
def test_no_request_meets_a_server_error_or_an_undocumented_answer(town: Embedded, service: str, who: str) -> None:
    headers = {"Authorization": f"Bearer {token(Stage(town.address, print), who)}"}
    assert faults_at(f"{town.address}/api/{service}/openapi.json", headers, EXAMPLES) == []
