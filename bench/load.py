"""Sixteen clients on kept connections that ask again once they are answered; one thread, so that it costs little."""

import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import median, quantiles

from bench.ground import Served
from bench.rounds import Contender, Sample, with_cpu

CLIENTS = 16
SECONDS = 2.0
END = b"\r\n\r\n"


@dataclass
class Load:
    """What came of it: answers by status, and each one's time in seconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def sample(self, *expected: int) -> Sample:
        """The load as a sample. Raises AssertionError for an answer that was not expected: nothing else counts."""
        unexpected = {status: number for status, number in self.statuses.items() if status not in expected}
        if unexpected or not self.times:
            raise AssertionError(f"answers by status: {dict(self.statuses)}")
        parts = quantiles(self.times, n=100) if len(self.times) > 1 else self.times * 99
        p95, p99 = 1000 * parts[94], 1000 * parts[98]
        return Sample(len(self.times) / self.seconds, median_ms=1000 * median(self.times), p95_ms=p95, p99_ms=p99)


class _Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self._answer = bytearray()

    def ask(self, request: bytes) -> None:
        self._answer.clear()
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def status(self) -> int | None:
        """The status of the answer once it is whole. Raises ConnectionError if the server hangs up before."""
        received = self.socket.recv(262_144)
        if not received:
            raise ConnectionError("the server hung up")
        self._answer += received
        head = self._answer.find(END)
        if head < 0 or len(self._answer) < head + len(END) + self._length(head):
            return None
        return int(self._answer[9:12])

    def _length(self, head: int) -> int:
        at = self._answer.lower().find(b"\r\ncontent-length:", 0, head)
        return int(self._answer[at + 17 : self._answer.index(b"\r\n", at + 17)]) if at >= 0 else 0


def against(served: Served, requests: Callable[[], Iterator[bytes]], *expected: int) -> Contender:
    """A round of requests to a server; `requests` makes those of one round, `expected` are their statuses."""

    def contender() -> Sample:
        before = served.cpu_seconds()
        load = drive(served.port, requests())
        return with_cpu(load.sample(*expected), served.cpu_seconds() - before, len(load.times))

    return contender


def drive(
    port: int,
    requests: Iterator[bytes],
    *,
    seconds: float = SECONDS,
    clients: int = CLIENTS,
    rate: float | None = None,
) -> Load:
    """Ask the server at this port of the loopback for so long; every request asked is answered before it returns.

    With a `rate` a second no more are asked than that, else as many as the clients can.
    """
    asking = {client.socket.fileno(): client for client in (_Client(port) for _ in range(clients))}
    poll = select.epoll()
    for number, client in asking.items():
        poll.register(number, select.EPOLLIN)
        client.ask(next(requests))
    load, began, waiting = Load(), time.perf_counter(), clients
    while waiting:
        for number, _ in poll.poll(30):
            client, status = asking[number], asking[number].status()
            if status is None:
                continue
            now = time.perf_counter()
            load.statuses[status] += 1
            load.times.append(now - client.began)
            if now - began < seconds:
                _pace(began, len(load.times), rate)
                client.ask(next(requests))
            else:
                waiting -= 1
    load.seconds = time.perf_counter() - began
    for client in asking.values():
        client.socket.close()
    poll.close()
    return load


def _pace(began: float, asked: int, rate: float | None) -> None:
    """Wait until the next request is due."""
    if rate:
        time.sleep(max(0.0, began + asked / rate - time.perf_counter()))


def get(path: str, **headers: str) -> bytes:
    """A GET request; `If_None_Match` names the header If-None-Match."""
    return _request("GET", path, headers, b"")


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A POST request, with a JSON body unless that is empty."""
    return _request("POST", path, ({"Content_Type": "application/json"} if body else {}) | headers, body)


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: talka.test"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + END + body


def keys() -> Iterator[str]:
    """Idempotency keys, each once."""
    began = time.time_ns()
    return (f"bench-{began}-{number}" for number in count())
