"""What cannot be heard waits with its reason where somebody sees it, and is heard after the cause was mended."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from deploy.embedded.demo.organiser import Organiser, occurrence
from deploy.embedded.demo.programme import CONSULTATION, SHIFT, draft
from tests.support.eventually import eventually
from tests.support.stack import COMPOSE, Stack, run
from tests.support.watching import firing

TRIES = 10


def an_event(organiser: Organiser) -> str:
    """An event with a shift is published; its date's id."""
    starts = datetime.now(UTC) + timedelta(days=70)
    event: dict[str, Any] = organiser.publish(draft(CONSULTATION, [occurrence(starts, 10, [SHIFT])]))
    return str(event["occurrences"][0]["id"])


def shifts(stack: Stack, occurrence_id: str) -> str:
    return stack.sql("volunteers", f"SELECT count(*) FROM shifts WHERE occurrence_id = '{UUID(occurrence_id)}'")  # noqa: S608 - an id


def tried_and_parked(stack: Stack) -> str:
    """Let it be tried now, which it would be hours later; whether it was often enough."""
    stack.sql("volunteers", "UPDATE inbox SET next_at = now() WHERE state = 'new'")
    return stack.sql("volunteers", "SELECT 1 FROM inbox WHERE state = 'parked'")


@pytest.mark.timeout(300)
def test_a_message_that_a_service_fails_at_is_parked_with_its_reason_and_heard_when_it_is_replayed(
    stack: Stack, organiser: Organiser
) -> None:
    stack.sql("volunteers", "REVOKE INSERT ON shifts FROM volunteers")
    try:
        occurrence_id = an_event(organiser)
        eventually(lambda: tried_and_parked(stack), seconds=60, every=0.5)
    finally:
        stack.sql("volunteers", "GRANT INSERT ON shifts TO volunteers")
    listed = run(["make", "--silent", "parked"], {"COMPOSE": COMPOSE})
    found = re.search(rf"^(\S+)  \S+ \S+  {TRIES}  events\.event\.published  (.*)$", listed, re.MULTILINE)
    assert found
    assert "InsufficientPrivilege" in found[2]
    assert shifts(stack, occurrence_id) == "0"

    stack.execute("volunteers-worker", "flask", "replay", found[1])
    eventually(lambda: shifts(stack, occurrence_id) == "1", seconds=20, every=0.5)
    assert "events.event.published" not in run(["make", "--silent", "parked"], {"COMPOSE": COMPOSE})


@pytest.mark.timeout(300)
def test_a_message_that_cannot_even_be_stored_ends_in_the_dead_queue_and_is_heard_when_it_is_put_back(
    stack: Stack, organiser: Organiser
) -> None:
    """RabbitMQ gives up after twenty deliveries; here after two, since the worker pauses longer each time."""
    sooner = json.dumps({"delivery-limit": 2})
    policy = ["set_policy", "--vhost", "talka", "--apply-to", "quorum_queues", "sooner", r"^volunteers\.v1$", sooner]
    stack.execute("rabbitmq", "rabbitmqctl", "--quiet", *policy)
    stack.sql("volunteers", "REVOKE INSERT ON inbox, parking FROM volunteers")
    dead = ["run", "--rm", "--no-deps", "--no-TTY", "volunteers-migrate", "flask", "dead"]
    try:
        occurrence_id = an_event(organiser)
        listed = eventually(lambda: stack.compose(*dead), seconds=90, every=1)
        assert re.search(r"^\S+  events\.event\.published  \d+ bytes  delivery_limit$", listed, re.MULTILINE)
        eventually(lambda: "DeadLetters" in firing("pending"), seconds=60, every=1)
    finally:
        stack.sql("volunteers", "GRANT INSERT ON inbox, parking TO volunteers")
        stack.execute("rabbitmq", "rabbitmqctl", "--quiet", "clear_policy", "--vhost", "talka", "sooner")
    assert shifts(stack, occurrence_id) == "0"
    assert "1 messages: replay" in stack.compose(*dead, "--replay")
    eventually(lambda: shifts(stack, occurrence_id) == "1", seconds=30, every=0.5)
    assert stack.compose(*dead) == ""
    stack.recover()
