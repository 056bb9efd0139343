"""A gateway for SMS and mail that misbehaves on demand: it speaks Kannel's sendsms and SMTP, and keeps what it took.

`POST /behave?sms=slow&seconds=4&mail=drop&receipts=no` says how, from then on. SMS: `accept`, `slow` (takes them after
so many seconds), `refuse` (503), `hang_up` (takes them and hangs up before saying so). Mail: `accept`, `drop`
(likewise).
`GET /received` tells all it took as [address, text]; `POST /receipt?to=…&status=8` sends receipts, each in a request.
It runs in the mailbox's image, whose aiosmtpd it uses.
"""

import asyncio
import json
import threading
import time
import urllib.request
from email import message_from_bytes, policy
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HTTP_PORT, SMTP_PORT = 13013, 2525
ACCEPTED_BY_OPERATOR, DELIVERED = 8, 1
lock = threading.Lock()
behaviour = {"sms": "accept", "mail": "accept", "seconds": "0", "receipts": "yes"}
received: list[tuple[str, str]] = []
receipts: dict[str, list[str]] = {}
"""Phone -> the addresses that its texts' receipts go to, oldest first."""


def tell(address: str, status: int) -> int:
    """Send a receipt; what it was answered."""
    url = address.replace("%d", str(status))
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - the address came with the text
        return int(answer.status)


class Sms(ThreadingHTTPServer):
    """Many at once, as from as many connections."""

    daemon_threads = True
    request_queue_size = 128


class Handler(BaseHTTPRequestHandler):
    """Kannel's one route for texts, and ours to give orders by."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A text to take, or the question what was taken."""
        where = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        if where.path == "/received":
            with lock:
                self._answer(HTTPStatus.OK, json.dumps(received))
        elif where.path == "/cgi-bin/sendsms":
            self._take(query)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "")

    def do_POST(self) -> None:
        """Orders."""
        where = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        if where.path == "/receipt":
            with lock:
                address = receipts[query["to"]][-1]
            self._answer(HTTPStatus.OK, str(tell(address, int(query["status"]))))
        else:
            behaviour.update(query)
            self._answer(HTTPStatus.OK, "")

    def _take(self, query: dict[str, str]) -> None:
        how = behaviour["sms"]
        if how == "refuse":
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "Temporal failure, try again later.")
            return
        if how == "slow":
            time.sleep(float(behaviour["seconds"]))
        with lock:
            received.append((query["to"], query["text"]))
            receipts.setdefault(query["to"], []).append(query["dlr-url"])
        if how == "hang_up":
            self.close_connection = True
            return
        self._answer(HTTPStatus.ACCEPTED, "0: Accepted for delivery")
        if behaviour["receipts"] == "yes":
            for status in (ACCEPTED_BY_OPERATOR, DELIVERED):
                tell(query["dlr-url"], status)

    def _answer(self, status: HTTPStatus, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())
        self.wfile.flush()


class Mail:
    """aiosmtpd asks it what to do with a mail."""

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take the mail, and say so or hang up."""
        mail: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = mail.get_body(("plain",))
        with lock:
            received.append((envelope.rcpt_tos[0], body.get_content() if body else ""))
        if behaviour["mail"] == "drop" and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"


if __name__ == "__main__":
    Controller(Mail(), hostname="0.0.0.0", port=SMTP_PORT).start()  # noqa: S104 - of the container
    Sms(("0.0.0.0", HTTP_PORT), Handler).serve_forever()  # noqa: S104 - of the container
