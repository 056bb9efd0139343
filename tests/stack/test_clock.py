"""One worker's clock is five minutes off: nothing is sent twice, late, or shown as in doubt because of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.organiser import Organiser
from tests.support.breaking import by_mail, by_phone
from tests.support.crowd import Crowd
from tests.support.eventually import eventually
from tests.support.stack import Stack, run
from tests.support.unruly import TOWARDS_IT, Unruly, unruly_gateway

FAKETIME = """
FROM debian:trixie-slim
RUN apt-get update && apt-get install --yes --no-install-recommends libfaketime
RUN cp /usr/lib/*/faketime/libfaketimeMT.so.1 /faketime.so
CMD ["true"]
"""


@pytest.fixture(scope="module")
def faketime(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that tells a process another time than the machine's."""
    folder = tmp_path_factory.mktemp("faketime")
    (folder / "Dockerfile").write_text(FAKETIME)
    run(["docker", "build", "--quiet", "--tag", "talka-test-faketime", str(folder)])
    container = run(["docker", "create", "talka-test-faketime"]).strip()
    run(["docker", "cp", f"{container}:/faketime.so", str(folder / "faketime.so")])
    run(["docker", "rm", container])
    (folder / "faketime.so").chmod(0o755)
    folder.chmod(0o755)
    return folder / "faketime.so"


@pytest.fixture(params=["+300s", "-300s"], ids=["ahead", "behind"])
def wrong_clock(request: pytest.FixtureRequest, stack: Stack, faketime: Path) -> Iterator[tuple[str, Unruly]]:
    """A second worker of the notifications, beside the one that is right: its container, and what both send through."""
    env = {"LD_PRELOAD": "/faketime.so", "FAKETIME": request.param, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    wrong = [word for name, value in env.items() for word in ("--env", f"{name}={value}")]
    command = [
        "run",
        "--detach",
        "--no-deps",
        "--volume",
        f"{faketime}:/faketime.so:ro",
        *wrong,
        "notifications-worker",
    ]
    with unruly_gateway(stack) as gateway:
        gateway.behave(sms="slow", seconds=3)  # so that much is in hand while the other one looks at it
        container = stack.compose(*command, env=TOWARDS_IT).strip()
        yield container, gateway
        run(["docker", "rm", "--force", container])


@pytest.mark.timeout(600)
def test_a_worker_whose_clock_is_five_minutes_off_does_no_harm_beside_one_that_is_right(
    stack: Stack, organiser: Organiser, volunteers: Mapping[str, Client], wrong_clock: tuple[str, Unruly]
) -> None:
    container, gateway = wrong_clock
    told = run(["docker", "exec", container, "date", "+%s"])
    assert 290 < abs(int(told) - int(run(["date", "+%s"]))) < 310
    eventually(lambda: "working" in run(["docker", "logs", container], mixed=True), seconds=30, every=0.5)
    people = [one for pair in zip(by_phone(80), by_mail(container[:6], 80), strict=True) for one in pair]
    crowd = Crowd(stack, organiser, people, volunteers, gateway.received)
    crowd.come_and_go()
    crowd.check_places()
    crowd.check_told(seconds=60)
    assert crowd.in_doubt() == set()
    assert run(["docker", "inspect", "--format", "{{.State.Running}}", container]).strip() == "true"
