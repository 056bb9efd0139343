"""SMS by Kannel's sendsms interface, on kept connections.

Kannel is told the alphabet by `coding`, since it would write `?` for what does not fit, and hands back in `dlr-url` the
message's id with its signature, so that receipts need no table of foreign ids. The number is in neither.
"""

import hmac
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote_plus, urlencode, urlsplit
from uuid import UUID

from services.notifications.channels.domain.gateway import Accepted, Outcome, OutgoingSms, Refused, Retry, Uncertain
from services.notifications.channels.gateways.kept import TIMEOUT, Kept
from services.notifications.templates.domain.sms import Encoding
from shared.settings import Kannel

RECEIPTS = "/api/notifications/v1/receipts"
EVERY_RECEIPT = 1 + 2 + 4 + 8 + 16
_BAD_REQUEST, _TAKEN = 400, 202


def receipt_mac(message_id: UUID, secret: str) -> str:
    """What proves that a receipt answers a message of ours."""
    return hmac.new(secret.encode(), b"receipt " + message_id.bytes, "sha256").hexdigest()[:32]


class KannelGateway:
    """Kannel, which gives our SMS to an operator."""

    name = "kannel"

    def __init__(self, settings: Kannel, connections: int) -> None:
        self.connections = connections
        self._settings = settings
        self._url = urlsplit(settings.url)
        self._always = f"{self._url.path}?{urlencode(self._same_for_all())}"
        self._receipts = quote_plus(f"{settings.callback_url}{RECEIPTS}/")
        self._kept = Kept(self._open, lambda connection: connection.sock)

    def _open(self) -> HTTPConnection:
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=TIMEOUT)
        connection.connect()
        return connection

    def send(self, message: OutgoingSms) -> Outcome:
        """Hand one SMS to Kannel."""
        try:
            with self._kept.connection() as connection:
                return self._hand_over(connection, self._target(message))
        except OSError as error:
            return Retry(None, type(error).__name__)

    def look_up(self, message_id: UUID) -> Outcome:
        """Kannel does not tell; a receipt may."""
        return Uncertain(f"nobody knows whether {message_id} was handed over")

    def close(self) -> None:
        """Hang up."""
        self._kept.close()

    def _same_for_all(self) -> dict[str, str]:
        settings = self._settings
        return {
            "username": settings.user,
            "password": settings.password,
            "from": settings.sender,
            "charset": "UTF-8",
            "dlr-mask": str(EVERY_RECEIPT),
        }

    def _target(self, message: OutgoingSms) -> str:
        """Only a person's own values are quoted anew: quoting all of them took longer than the answer does."""
        seconds = (message.useful_until - datetime.now(UTC)).total_seconds()
        mac = receipt_mac(message.message_id, self._settings.callback_secret)
        return (
            f"{self._always}&to={quote_plus(message.to)}&text={quote_plus(message.sms.text)}"
            f"&coding={2 if message.sms.encoding is Encoding.UCS2 else 0}&validity={max(1, int(seconds // 60))}"
            f"&dlr-url={self._receipts}{message.message_id}%3Fstatus%3D%25d%26mac%3D{mac}"
        )

    def _hand_over(self, connection: HTTPConnection, target: str) -> Outcome:
        try:
            connection.request("GET", target)
            answer = connection.getresponse()
            said = answer.read(500).decode(errors="replace").strip()
        except (OSError, HTTPException) as error:
            connection.close()
            return Uncertain(type(error).__name__)
        if answer.will_close:
            connection.close()
        if answer.status == _TAKEN:
            return Accepted(said[:200])
        if answer.status == _BAD_REQUEST:
            return Refused(str(answer.status), said[:200])
        return Retry(None, f"{answer.status} {said}"[:200])
