"""Queues, their arguments and bindings, as data. The publisher declares them; the consumer only uses them.

The exchange has no alternate: a message that no queue wants is better off in the outbox.
Arguments of an existing queue cannot change: another argument means another version in the queue's name.
"""

from dataclasses import dataclass
from typing import Any

from shared.contracts import REGISTRY

DEAD_EXCHANGE = "talka.dead"
"""The durable direct exchange that the broker puts messages into which nobody could even store."""
DEAD_ARGUMENTS = {"x-queue-type": "classic"}
"""Looking into a quorum queue counts as a delivery, and the twenty-first look would destroy the message."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue of one consuming service; `bound` are the types it gets, `unbound` those it must not get any more."""

    name: str
    bound: tuple[str, ...]
    unbound: tuple[str, ...]

    @property
    def dead(self) -> str:
        """Where the broker puts what came back too often."""
        return f"{self.name}.dead"

    @property
    def arguments(self) -> dict[str, Any]:
        """Everything explicit: the defaults differ by version. At-least-once dead-lettering needs reject-publish."""
        return {
            "x-queue-type": "quorum",
            "x-delivery-limit": 20,
            "x-dead-letter-exchange": DEAD_EXCHANGE,
            "x-dead-letter-routing-key": self.name,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
            "x-max-length": 200_000,
        }


def queue_name(service: str) -> str:
    """The work queue of a service."""
    return f"{service}.v1"


def queue_of(service: str, patterns: tuple[str, ...]) -> Queue:
    """The work queue of a service that listens to these patterns."""
    return Queue(name=queue_name(service), bound=patterns, unbound=tuple(sorted(set(REGISTRY) - set(patterns))))


def matches(pattern: str, key: str) -> bool:
    """Whether a topic exchange routes this key to a binding: `*` is exactly one word, `#` zero or more."""
    return _match(pattern.split("."), key.split(".") if key else [])


def _match(pattern: list[str], words: list[str]) -> bool:
    if not pattern:
        return not words
    first, *rest = pattern
    if first == "#":
        return _match(rest, words) or (bool(words) and _match(pattern, words[1:]))
    return bool(words) and first in ("*", words[0]) and _match(rest, words[1:])
