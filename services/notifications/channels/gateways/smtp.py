"""Mail by SMTP on kept connections. What each answer, and each missing one, means was measured on a real server."""

import re
import smtplib
import ssl
from collections.abc import Iterable
from functools import cached_property
from uuid import UUID

from services.notifications.channels.domain.gateway import Accepted, Outcome, OutgoingMail, Refused, Retry, Uncertain
from services.notifications.channels.gateways.kept import TIMEOUT, Kept
from services.notifications.channels.gateways.mail import build
from shared.settings import Smtp

_OK, _START, _TOO_MANY, _PERMANENT = 250, 354, 421, 500
_DOT = re.compile(rb"(?m)^\.")


class SmtpGateway:
    """A mail server that takes our mails."""

    name = "smtp"

    def __init__(self, settings: Smtp, sender_name: str, connections: int) -> None:
        self.connections = connections
        self._settings = settings
        self._sender_name = sender_name
        self._kept = Kept(self._open, lambda server: server.sock)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Certificates are checked against those this machine trusts; reading them takes a while."""
        return ssl.create_default_context()

    def _open(self) -> smtplib.SMTP:
        """A connection that may send. Raises OSError or SMTPException."""
        settings, name = self._settings, self._settings.sender.rpartition("@")[2]
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=TIMEOUT, context=self._tls
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, name, timeout=TIMEOUT)
        try:
            if settings.security == "starttls":
                server.starttls(context=self._tls)
            if settings.user:
                server.login(settings.user, settings.password)
            server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server

    def send(self, message: OutgoingMail) -> Outcome:
        """Hand one mail to the server, for one recipient."""
        try:
            mail = build(message, self._settings.sender, self._sender_name)
            with self._kept.connection() as server:
                return self._hand_over(server, message.to, mail)
        except (OSError, smtplib.SMTPException) as error:
            return Retry(None, _said(error))

    def look_up(self, message_id: UUID) -> Outcome:
        """A mail server does not tell."""
        return Uncertain(f"nobody knows whether {message_id} was handed over")

    def close(self) -> None:
        """Hang up."""
        self._kept.close()

    def _hand_over(self, server: smtplib.SMTP, to: str, mail: bytes) -> Outcome:
        """Raises for a line that breaks before the mail is on it: nothing was taken then."""
        if refused := self._announce(server, to):
            return refused
        try:
            server.send(_DOT.sub(b"..", mail) + b".\r\n")
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            return Uncertain(_said(error))
        if code == _OK:
            return Accepted(answer.decode(errors="replace")[:200])
        return _refusal(server, code, answer, ours=False)

    def _announce(self, server: smtplib.SMTP, to: str) -> Outcome | None:
        """Say who writes to whom; None if the server now waits for the mail, else what its refusal means.

        A server that takes commands in a row (RFC 2920) gets all three at once: one way there and back, not three.
        """
        commands = (f"MAIL FROM:<{self._settings.sender}>", f"RCPT TO:<{to}>", "DATA")
        if not server.has_extn("pipelining"):
            replies: Iterable[tuple[int, bytes]] = map(server.docmd, commands)
        else:
            server.send("".join(f"{command}\r\n" for command in commands))
            replies = [server.getreply() for _ in commands]
            if replies[-1][0] == _START and any(code != _OK for code, _ in replies[:-1]):
                server.close()  # it waits for a mail that it would have to refuse; hanging up now sends it nothing
        for command, (code, answer) in zip(commands, replies, strict=False):
            if code not in (_OK, _START):
                return _refusal(server, code, answer, ours=command.startswith("MAIL"))
        return None


def _refusal(server: smtplib.SMTP, code: int, answer: bytes, *, ours: bool) -> Outcome:
    """What a refusal means: for good (5xx) or for now. A refused sender is our own matter and can be mended."""
    said = f"{code} {answer.decode(errors='replace')}"[:200]
    if code == _TOO_MANY:
        server.close()
    elif server.sock:
        server.rset()
    return Retry(None, said) if ours or code < _PERMANENT else Refused(str(code), said)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
