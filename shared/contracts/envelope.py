"""The envelope of every message: CloudEvents 1.0, structured JSON (https://github.com/cloudevents/spec/blob/v1.0.2).

Extensions: `aggregateversion` (the version of the thing the message is about) and `correlationid`.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from marshmallow import ValidationError
from uuid_utils.compat import uuid7

from shared.contracts.schema import schema_of

CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
LONGEST = 1_000_000
"""Characters of a readable message; a longer one is parked, not parsed."""


class Unreadable(ValueError):
    """The bytes are no message that this version can read; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """Something that happened, in the past tense. Subclasses add the data a listener needs to act."""

    type: ClassVar[str]

    def dump(self) -> dict[str, Any]:
        """The data as JSON-ready values."""
        dumped: dict[str, Any] = schema_of(type(self)).dump(self)
        return dumped

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Read the data of a received message, ignoring unknown fields. Raises Unreadable."""
        try:
            loaded: Self = schema_of(cls).load(data)
        except ValidationError as error:
            reason = f"{cls.type}: {error.messages}"
            raise Unreadable(reason) from error
        return loaded


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One message on its way. `version` counts the changes of the thing named by `subject`."""

    id: UUID
    source: str
    type: str
    time: datetime
    subject: str
    version: int
    correlation_id: str
    data: dict[str, Any]

    def encode(self) -> str:
        """The message as it stands in the outbox, on the wire and in the inbox."""
        return json.dumps(
            {
                "specversion": "1.0",
                "id": str(self.id),
                "source": self.source,
                "type": self.type,
                "time": self.time.isoformat(),
                "subject": self.subject,
                "datacontenttype": "application/json",
                "aggregateversion": self.version,
                "correlationid": self.correlation_id,
                "data": self.data,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


def wrap(source: str, message: Message, *, subject: UUID, version: int, correlation_id: str) -> Envelope:
    """Put a message of the service `source` into a new envelope, stamped with the present time in UTC."""
    return Envelope(
        id=uuid7(),
        source=f"/talka/{source}",
        type=message.type,
        time=datetime.now(UTC),
        subject=str(subject),
        version=version,
        correlation_id=correlation_id,
        data=message.dump(),
    )


def decode(body: str | bytes) -> Envelope:
    """Read an envelope. Raises Unreadable, with the reason, for anything that is not a CloudEvent of ours."""
    try:
        text = body.decode() if isinstance(body, bytes) else body
        if len(text) > LONGEST:
            raise Unreadable(f"longer than {LONGEST} characters")  # noqa: TRY301 - one place names every reason
        raw = json.loads(text)
        if raw["specversion"] != "1.0":
            raise Unreadable("specversion is not 1.0")  # noqa: TRY301
        envelope = Envelope(
            id=UUID(raw["id"]),
            source=_text(raw["source"]),
            type=_text(raw["type"]),
            time=_moment(raw["time"]),
            subject=_text(raw["subject"]),
            version=_version(raw["aggregateversion"]),
            correlation_id=_text(raw["correlationid"]),
            data=dict(raw["data"]),
        )
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:500]) from error
    return envelope


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or "\x00" in value:
        raise Unreadable("an attribute is not a text")
    value.encode()  # half of a surrogate pair is no text either
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise Unreadable("time has no offset")
    return moment


def _version(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise Unreadable("aggregateversion is not a version")
    return value
