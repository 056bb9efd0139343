"""The gateway that takes everything, started beside a bench and asked what it saw."""

import http.client
import json
from dataclasses import dataclass

from bench.ground import Ground
from tests.support.eventually import eventually
from tests.support.machine import answers, free_port


@dataclass(frozen=True)
class Seen:
    """What came: messages, different people, and the times (clock, seconds) of the first and the last."""

    came: int
    people: int
    first: float
    last: float


class Sink:
    """The running gateway."""

    def __init__(self, ground: Ground, delay: float = 0.0) -> None:
        """Start it; `delay` is how many seconds it takes to answer for an SMS."""
        self.http, self.smtp = free_port(), free_port()
        ground.run("gateway", ["-m", "bench.gateway", str(self.http), str(self.smtp), str(delay)], {})
        eventually(lambda: answers(self.smtp) and answers(self.http))

    def seen(self) -> Seen:
        """What came since it last forgot."""
        return Seen(**json.loads(self._ask("/seen")))

    def times(self) -> dict[str, float]:
        """When each address was first written to (clock, seconds)."""
        found: dict[str, float] = json.loads(self._ask("/times"))
        return found

    def forget(self) -> None:
        """Begin counting anew."""
        self._ask("/forget")

    def _ask(self, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse().read()
        connection.close()
        return answer

    def variables(self) -> dict[str, str]:
        """What an operator sets so that everything goes there."""
        return {
            "TALKA_KANNEL_URL": f"http://127.0.0.1:{self.http}/cgi-bin/sendsms",
            "TALKA_KANNEL_USER": "talka",
            "TALKA_KANNEL_PASSWORD": "talka",
            "TALKA_KANNEL_SENDER": "1234",
            "TALKA_KANNEL_CALLBACK_URL": "http://127.0.0.1:1",
            "TALKA_KANNEL_CALLBACK_SECRET": "only for the bench, and as long as asked for",
            "TALKA_SMTP_HOST": "127.0.0.1",
            "TALKA_SMTP_PORT": str(self.smtp),
            "TALKA_SMTP_SECURITY": "none",
            "TALKA_SMTP_SENDER": "talka@talka.test",
            "TALKA_QUIET_HOURS": "off",
        }
