"""What a composed service hands to the web and to the worker."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.contracts.envelope import Envelope, Message
from shared.database import Database
from shared.settings import Settings

Listener = Callable[[Session, Any, Envelope], None]
"""Hears one kind of message, in the transaction that marks it done. Raises NotFound for what is not here yet."""
DueHandler = Callable[[Session, UUID], None]
"""Does what became due for a subject, in the transaction that removes the due row; it may schedule it anew."""
Loop = Callable[[threading.Event], None]
"""Runs until the event is set; it is started again if it raises."""
Age = Callable[[Session], float]
"""Seconds since the oldest of something came to wait; zero if nothing does."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One composed service, as `services/<name>/app.py` builds it."""

    name: str
    settings: Settings
    database: Database
    subscriptions: Mapping[type[Message], Listener] = field(default_factory=dict)
    due: Mapping[str, DueHandler] = field(default_factory=dict)
    loops: Mapping[str, Loop] = field(default_factory=dict)
    ages: Mapping[str, Age] = field(default_factory=dict)

    @property
    def patterns(self) -> tuple[str, ...]:
        """The types it listens to, in order."""
        return tuple(sorted(message.type for message in self.subscriptions))
