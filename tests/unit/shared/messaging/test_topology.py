import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts import REGISTRY
from shared.messaging.topology import matches, queue_of

EXAMPLES = [
    ("event.#", "event", True),
    ("event.#", "event.x.y", True),
    ("event.*.cancelled", "event.x.cancelled", True),
    ("event.*.cancelled", "event.cancelled", False),
    ("a.#.b", "a.b", True),
    ("a.#.b", "a.x.y.b", True),
    ("a.#.b", "a.b.c", False),
    ("#", "", True),
    ("#", "a.b", True),
    ("*", "", False),
    ("*", "a", True),
    ("a", "a", True),
    ("a", "A", False),
]
WORDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=5)
PATTERNS = st.lists(st.sampled_from(["a", "b", "*", "#"]), min_size=1, max_size=5)


@pytest.mark.parametrize(("pattern", "key", "routed"), EXAMPLES, ids=lambda value: str(value) or "empty")
def test_a_pattern_routes_as_a_topic_exchange_does(pattern: str, key: str, routed: bool) -> None:  # noqa: FBT001 - a table
    assert matches(pattern, key) is routed


@given(pattern=PATTERNS, words=WORDS)
def test_matching_agrees_with_a_regular_expression(pattern: list[str], words: list[str]) -> None:
    parts = {"*": r"[abc]\.", "#": r"(?:[abc]\.)*"}
    oracle = re.compile("".join(parts.get(part, part + r"\.") for part in pattern))
    assert matches(".".join(pattern), ".".join(words)) is bool(oracle.fullmatch("".join(word + "." for word in words)))


def test_every_type_is_either_bound_to_a_queue_or_taken_off_it() -> None:
    queue = queue_of("events", ("notifications.reply.received",))
    assert queue.name == "events.v1"
    assert queue.dead == "events.v1.dead"
    assert set(queue.bound) | set(queue.unbound) == set(REGISTRY)
    assert not set(queue.bound) & set(queue.unbound)


def test_nothing_about_a_queue_is_left_to_the_defaults_of_a_version() -> None:
    arguments = queue_of("events", ()).arguments
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-delivery-limit"] == 20
    assert (arguments["x-dead-letter-strategy"], arguments["x-overflow"]) == ("at-least-once", "reject-publish")
