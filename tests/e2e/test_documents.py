"""Whatever is sent to the running system, it answers as its OpenAPI documents say, and never with its own error."""

import pytest

from deploy.embedded.demo import volunteer
from deploy.embedded.demo.cast import VOLUNTEERS
from deploy.embedded.demo.programme import ORGANISERS
from deploy.embedded.demo.stage import Stage
from tests.support.embedded import Embedded
from tests.support.fuzzing import faults_at

EXAMPLES = 4


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
def test_no_request_meets_a_server_error_or_an_undocumented_answer(talka: Embedded, service: str, who: str) -> None:
    headers = {"Authorization": f"Bearer {token(Stage(talka.address, print), who)}"}
    assert faults_at(f"{talka.address}/api/{service}/openapi.json", headers, EXAMPLES) == []
