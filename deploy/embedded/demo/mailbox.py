"""The built-in phone and mailbox: what arrived where, and texting back."""

import re
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from deploy.embedded.demo.client import Client

V1 = "/api/notifications/v1"
PATIENCE = 180.0
"""Seconds after which a message will not come any more; a killed sender's claim is free again after a minute."""


@dataclass(frozen=True)
class Arrived:
    """A message on a phone or in a mailbox. `milliseconds` from what it tells of until it was handed over."""

    message_id: str
    channel: str
    language: str
    purpose: str
    occasion_id: str | None
    handed_over_at: datetime
    milliseconds: int
    body: str
    calendar: str


class Mailbox:
    """Looks into every phone and mailbox of the embedded run."""

    def __init__(self, client: Client) -> None:
        """Look with this client."""
        self._client = client

    def at(self, address: str) -> list[Arrived]:
        """Everything that has arrived at one address, oldest first."""
        found, query = [], {"address": address, "limit": "100"}
        while True:
            page = self._client.get(f"{V1}/mailbox", **query)
            found += [_arrived(item) for item in page["items"]]
            if page["next"] is None:
                return found
            query["after"] = page["next"]

    def find(self, address: str, pattern: str, *, after: int = 0) -> str:
        """What the pattern's group matches in the newest message but the first `after`. Raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for arrived in reversed(self.at(address)[after:]):
                if match := re.search(pattern, arrived.body):
                    return match[1]
            time.sleep(0.05)
        raise TimeoutError(f"Nothing that has {pattern} has arrived at {address}.")

    def text_back(self, phone: str, text: str) -> None:
        """Send a text from a phone."""
        self._client.post(f"{V1}/phones/{quote(phone)}/texts", {"text": text})


def _arrived(item: dict[str, Any]) -> Arrived:
    return Arrived(
        message_id=item["message_id"],
        channel=item["channel"],
        language=item["language"],
        purpose=item["purpose"],
        occasion_id=item["occasion_id"],
        handed_over_at=datetime.fromisoformat(item["handed_over_at"]),
        milliseconds=item["milliseconds"],
        body=item["body"],
        calendar=item["calendar"] or "",
    )
