import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.envelope import LONGEST, Unreadable, decode, wrap
from shared.contracts.notifications import ReplyReceived

REPLY = ReplyReceived(answer="yes", about="registration", subject_id=uuid4())
GOOD: dict[str, Any] = {
    "specversion": "1.0",
    "id": str(uuid4()),
    "source": "/talka/notifications",
    "type": "notifications.reply.received",
    "time": "2026-11-23T10:00:00+02:00",
    "subject": str(uuid4()),
    "datacontenttype": "application/json",
    "aggregateversion": 3,
    "correlationid": "abc",
    "data": {"answer": "yes"},
}
NEEDED = ["specversion", "id", "source", "type", "time", "subject", "aggregateversion", "correlationid", "data"]
TRICKY = [
    "\ud800",
    "\x00",
    "",
    " ",
    10**400,
    -1,
    2**31,
    float("inf"),
    float("nan"),
    1.5,
    True,
    "2026-11-23T10:00:00",
    "9",
]
ANYTHING = st.sampled_from(TRICKY) | st.recursive(
    st.none() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def test_what_is_written_is_read_the_same() -> None:
    envelope = wrap("notifications", REPLY, subject=uuid4(), version=7, correlation_id="ąčę")
    assert decode(envelope.encode()) == envelope
    assert decode(envelope.encode().encode()) == envelope


def test_a_new_envelope_names_its_service_and_moment() -> None:
    envelope = wrap("notifications", REPLY, subject=uuid4(), version=1, correlation_id="x")
    assert envelope.source == "/talka/notifications"
    assert envelope.type == "notifications.reply.received"
    assert abs((envelope.time - datetime.now(UTC)).total_seconds()) < 60


def test_fields_we_do_not_know_are_ignored() -> None:
    assert decode(json.dumps(GOOD | {"traceparent": "00-1-2-01", "dataschema": "x"})).version == 3


@pytest.mark.parametrize("field", NEEDED)
def test_a_missing_attribute_is_named(field: str) -> None:
    raw = {name: value for name, value in GOOD.items() if name != field}
    with pytest.raises(Unreadable, match=field):
        decode(json.dumps(raw))


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"null", b"[]", b"{", b'"text"', b"[" * 100_000, b" " * (LONGEST + 1), "\ud800"],
    ids=["empty", "not UTF-8", "null", "list", "cut off", "text", "nested", "long", "half a character"],
)
def test_bytes_that_are_no_message_are_refused_with_a_reason(body: str | bytes) -> None:
    with pytest.raises(Unreadable, match=r"."):
        decode(body)


def texts_of(body: str) -> list[str]:
    """Every text that a service would store of this message."""
    try:
        envelope = decode(body)
    except Unreadable as error:
        return [str(error)]
    assert envelope.time.tzinfo is not None
    assert 0 <= envelope.version < 2**31
    return [envelope.source, envelope.type, envelope.subject, envelope.correlation_id]


@settings(max_examples=250)
@given(field=st.sampled_from(NEEDED), value=ANYTHING)
def test_whatever_an_attribute_holds_is_read_or_refused_and_can_be_stored(field: str, value: object) -> None:
    for text in texts_of(json.dumps(GOOD | {field: value})):
        assert text.encode()
        assert "\x00" not in text
