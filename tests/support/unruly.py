"""The unruly gateway beside the stack: how it is started, given orders, and asked what it took."""

import json
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

from tests.support.eventually import eventually
from tests.support.outside import recognised
from tests.support.stack import ROOT, Stack, run

PORT = 8488
NAME, PROJECT = "talka-test-unruly", "talka-test"
TOWARDS_IT = {
    "TALKA_KANNEL_URL": f"http://{NAME}:13013/cgi-bin/sendsms",
    "TALKA_SMTP_HOST": NAME,
    "TALKA_SMTP_PORT": "2525",
}


class Unruly:
    """Sends what `notifications-worker` hands over nowhere, and behaves as it is told."""

    def behave(self, **how: object) -> None:
        """From now on; see `tests/stack/unruly/gateway.py`."""
        _ask("POST", f"/behave?{urlencode(how)}")

    def texts(self) -> list[tuple[str, str]]:
        """All it took: address and text, oldest first."""
        return [(address, text) for address, text in json.loads(_ask("GET", "/received"))]

    def received(self) -> Mapping[str, list[str]]:
        """Address -> the purposes of all it took for it."""
        heard: defaultdict[str, list[str]] = defaultdict(list)
        for address, text in self.texts():
            heard[address].append(recognised(text, "sms" if address.startswith("+") else "body").purpose)
        return heard

    def receipt(self, phone: str, status: int) -> str:
        """Send a receipt for the last text to this phone: 1 delivered, 2 failed, 4 buffered, 8 taken, 16 refused."""
        return _ask("POST", f"/receipt?{urlencode({'to': phone, 'status': status})}")


@contextmanager
def unruly_gateway(stack: Stack) -> Iterator[Unruly]:
    """It runs, and the stack's messages go to it; then to Kannel and the mailbox again."""
    file = f"{ROOT}/tests/stack/unruly/gateway.py:/gateway.py:ro"
    run(["docker", "rm", "--force", NAME], check=False)
    network = ["--network", f"{PROJECT}_outside", "--publish", f"127.0.0.1:{PORT}:13013"]
    program = ["talka-mailbox", "/opt/mailbox/bin/python", "/gateway.py"]
    run(["docker", "run", "--detach", "--name", NAME, "--volume", file, *network, *program])
    try:
        run(["docker", "network", "connect", f"{PROJECT}_sms", NAME])
        eventually(lambda: _ask("GET", "/received"), seconds=20)
        stack.compose("up", "--detach", "--no-deps", "--wait", "notifications-worker", env=TOWARDS_IT)
        yield Unruly()
    finally:
        stack.compose("up", "--detach", "--no-deps", "--wait", "notifications-worker")
        run(["docker", "rm", "--force", NAME])


def _ask(method: str, path: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())
    except OSError as error:
        raise AssertionError(str(error)) from error
