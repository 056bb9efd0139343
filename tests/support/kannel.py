"""Kannel for real: bearerbox, smsbox and a handset (`fakesmsc`), on ports of their own.

A configuration group ends at an empty line; delivery reports and queued texts are kept in files, since
Kannel's default keeps them in memory.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template

import pytest

from tests.support.eventually import eventually
from tests.support.handset import Sms, texts
from tests.support.machine import Process, answers, free_port, program

HANDSET = "/usr/lib/kannel/test/fakesmsc"
CONFIGURATION = Template("""\
group = core
admin-port = $admin_port
admin-interface = 127.0.0.1
admin-password = talka
smsbox-port = $box_port
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
log-level = 2
store-type = file
store-location = $home/store
dlr-storage = spool
dlr-spool = $home/dlr

group = smsc
smsc = fake
smsc-id = handset
host = 127.0.0.1
port = $handset_port
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = $http_port
sendsms-interface = 127.0.0.1
log-level = 2
http-request-retry = 5
http-queue-delay = 1

group = sendsms-user
username = talka
password = talka
max-messages = 10
concatenation = true
user-allow-ip = 127.0.0.1

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "$incoming_url"
""")


class Kannel:
    """A gateway with one handset. `incoming_url` gets the texts that people send, with Kannel's %-escapes filled in."""

    user = password = "talka"

    def __init__(self, incoming_url: str, home: Path) -> None:
        for name in ("dlr", "log"):
            (home / name).mkdir()
        self._log = home / "log"
        self._ports = ports = {name: free_port() for name in ("admin_port", "box_port", "handset_port", "http_port")}
        self.url = f"http://127.0.0.1:{ports['http_port']}/cgi-bin/sendsms"
        self._file = home / "kannel.conf"
        self._file.write_text(CONFIGURATION.substitute(ports, home=home, incoming_url=incoming_url))
        self.start()
        self._handset = self._pick_up("-m", "0", "1 2 text x")

    def start(self) -> None:
        """Start both daemons on the same files; returns when the gateway takes texts."""
        self._bearerbox = Process([program("/usr/sbin/bearerbox", "kannel"), self._file], log=self._log / "bearerbox")
        eventually(lambda: answers(self._ports["box_port"]) and answers(self._ports["handset_port"]))
        self._smsbox = Process([program("/usr/sbin/smsbox", "kannel"), self._file], log=self._log / "smsbox")
        eventually(lambda: answers(self._ports["http_port"]))

    def kill(self) -> None:
        """End both daemons at once."""
        self._smsbox.kill()
        self._bearerbox.kill()

    def _pick_up(self, *arguments: str) -> Process:
        command = [
            program(HANDSET, "kannel-extras"),
            "-H",
            "127.0.0.1",
            "-r",
            str(self._ports["handset_port"]),
            *arguments,
        ]
        return Process(command, log=self._log / "handset")

    def send(self, sender: str, text: str, to: str = "1234") -> None:
        """Send a text from somebody's phone; afterwards the handset goes on listening."""
        self._handset.kill()
        self._handset = self._pick_up("-m", "1", f"{sender} {to} text {text}")

    def received(self) -> list[Sms]:
        """The texts the handset got, oldest first."""
        return texts(self._handset.text())

    def stop(self) -> None:
        self._handset.kill()
        self.kill()


@pytest.fixture
def new_kannel() -> Iterator[Callable[[str], Kannel]]:
    """`new_kannel("http://127.0.0.1:8000/in?from=%p&text=%a")`: a gateway that hands incoming texts to this address."""
    with tempfile.TemporaryDirectory(prefix="talka-kannel-") as folder:
        made: list[Kannel] = []

        def make(incoming_url: str) -> Kannel:
            home = Path(folder, str(len(made)))
            home.mkdir()
            made.append(Kannel(incoming_url, home))
            return made[-1]

        yield make
        for kannel in made:
            kannel.stop()
