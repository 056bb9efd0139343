"""A mail server that keeps what it is given and misbehaves on demand, over real SMTP."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.machine import free_port

Behaviour = Literal["accept", "drop", "defer", "refuse", "slow"]


@dataclass
class MailServer:
    """Set `behaviour` at any time. Everything that arrived is in `mails`, also what was answered badly.

    `drop`: takes the mail and hangs up before saying so; `defer`: answers 451 after DATA; `refuse`: answers 550
    to the recipient; `slow`: answers after `seconds`. `pipelining`: says that it takes commands in a row.
    """

    port: int
    behaviour: Behaviour = "accept"
    seconds: float = 1.0
    pipelining: bool = False
    mails: list[EmailMessage] = field(default_factory=list)

    def to(self, address: str) -> list[EmailMessage]:
        """The mails addressed to this person, oldest first."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], *(["250-PIPELINING"] if self.pipelining else []), *responses[1:]]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if self.behaviour == "refuse":
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        self.mails.append(message_from_bytes(content, policy=policy.default))
        if self.behaviour == "drop" and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        if self.behaviour == "defer":
            self.mails.pop()
            return "451 4.3.0 Try again later"
        if self.behaviour == "slow":
            await asyncio.sleep(self.seconds)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server on a port of its own, without TLS or password."""
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()
