"""A gateway that takes everything: an HTTP server that answers like Kannel, and an SMTP server.

Runs as a process of its own, `python -m bench.gateway HTTP-PORT SMTP-PORT DELAY`, the delay being the seconds it takes
to answer for an SMS. `GET /seen` tells what came since `/forget`, `/times` when each address was first written to.
"""

import asyncio
import json
import sys
import time
from functools import partial
from urllib.parse import parse_qs, urlsplit

TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 25\r\n\r\n0: Accepted for delivery."
EHLO = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
REPLIES = {b"EHLO": EHLO, b"HELO": b"250 sink\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


class Seen:
    """What arrived: to whom, how often, when the first and the last came (seconds of the clock)."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.addresses: dict[str, float] = {}

    def note(self, address: str) -> None:
        """One message for somebody."""
        self.times.append(time.time())
        self.addresses.setdefault(address, self.times[-1])

    def told(self) -> bytes:
        """All of it as JSON."""
        first, last = (self.times[0], self.times[-1]) if self.times else (0.0, 0.0)
        facts = {"came": len(self.times), "people": len(self.addresses), "first": first, "last": last}
        return json.dumps(facts).encode()


seen = Seen()


class _Line(asyncio.Protocol):
    """A connection whose bytes are taken in as they come."""

    def __init__(self) -> None:
        self.received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]


class Http(_Line):
    """Kannel's sendsms, as far as a sender sees it."""

    def __init__(self, delay: float) -> None:
        super().__init__()
        self._delay = delay

    def data_received(self, data: bytes) -> None:
        """Answer each request."""
        self.received += data
        while (end := self.received.find(b"\r\n\r\n")) >= 0:
            target = bytes(self.received[4 : self.received.index(b" ", 4)])
            del self.received[: end + 4]
            answer = self._answer(target.decode())
            if self._delay and answer is TAKEN:
                asyncio.get_running_loop().call_later(self._delay, self.transport.write, answer)
            else:
                self.transport.write(answer)

    def _answer(self, target: str) -> bytes:
        if target.startswith(("/seen", "/times")):
            told = seen.told() if target == "/seen" else json.dumps(seen.addresses).encode()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told)
        if target.startswith("/forget"):
            seen.__init__()  # type: ignore[misc]
        else:
            seen.note(parse_qs(urlsplit(target).query)["to"][0])
        return TAKEN


class Smtp(_Line):
    """A mail server that offers PIPELINING."""

    def __init__(self) -> None:
        super().__init__()
        self._in_mail = False
        self._to = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        super().connection_made(transport)
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer whatever is whole, all of it at once."""
        self.received += data
        replies = b"".join(iter(self._reply, b""))
        if replies:
            self.transport.write(replies)

    def _reply(self) -> bytes:
        """The answer to the next command or mail; empty if none is whole."""
        mark = b"\r\n.\r\n" if self._in_mail else b"\r\n"
        end = self.received.find(mark)
        if end < 0:
            return b""
        line = bytes(self.received[:end])
        del self.received[: end + len(mark)]
        if self._in_mail:
            self._in_mail = False
            seen.note(self._to)
            return b"250 taken\r\n"
        verb = line[:4].upper()
        self._in_mail = verb == b"DATA"
        if verb == b"RCPT":
            self._to = line.decode()
        return REPLIES.get(verb, b"250 ok\r\n")


async def serve(http_port: int, smtp_port: int, delay: float) -> None:
    """Take everything until the process is ended."""
    loop = asyncio.get_running_loop()
    await loop.create_server(partial(Http, delay), "127.0.0.1", http_port)
    server = await loop.create_server(Smtp, "127.0.0.1", smtp_port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
