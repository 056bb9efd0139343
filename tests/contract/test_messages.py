"""Each message against its golden file, as its publisher writes it and as its listeners read it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from shared.contracts import REGISTRY
from shared.contracts.asyncapi import document
from shared.contracts.envelope import Message, Unreadable, decode
from tests.contract.examples import EXAMPLES, envelope

GOLDEN = Path(__file__).parent / "golden"
DOCUMENT = document()
OPTIONAL = {"phone", "email", "any_hour", "access", "shifts", "languages", "skills", "clashes", "at_screen"} | {
    *("destination", "appointment_at", "asker", "target_group", "reminder"),
    *("wheelchair", "stairs", "companion", "return_at", "note"),
}
OPTIONAL_IN = {
    "events.registration.confirmed": {"moved_from"},
    "events.registration.cancelled": {"moved"},
    "events.assistance.asked": {"referral_id", "referral_version", "prefers_gender", "load_minutes"},
    "events.referral.closed": {"provider_link", "by"},
    "events.staff.alerted": {"asking", "answer_by"},
    "volunteers.request.opened": {"referral_id", "last_at", "return_at", "of_series"},
    "volunteers.request.offered": {"asking", "asked_for", "counts_until", "return_at"},
    "volunteers.request.offer_withdrawn": {"reason"},
    "volunteers.request.assigned": {"referral_id", "helper_names", "beside"},
    "volunteers.request.reopened": {"referral_id", "helper"},
    "volunteers.request.moved": {"referral_id", "helper", "was", "what", "last_at", "of_series"},
    "volunteers.coordinator.needed": {"goes_on"},
    "volunteers.helper.informed": {"beside"},
    "volunteers.request.closed": {"referral_id", "reason", "helper", "helpers", "last_at", "of_series"},
    "events.referral.answered": {"venue", "reason", "changed", "provider_link"},
    "events.representative.invited": {"state"},
    "events.participant.erased": {"why"},
    "volunteers.sign_up.cancelled": {"staff_id"},
    "notifications.message.failed": {"subject_version"},
    "notifications.reply.received": {"why_not"},
    "volunteers.volunteer.erased": {"why", "also", "helped"},
}
"""Optional in these alone: elsewhere a field of that name must be there."""
MESSAGES = [pytest.param(*example, id=example[0].type) for example in EXAMPLES]

every_message = pytest.mark.parametrize(("message", "subject", "version"), MESSAGES)


def golden(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"{message.type}.v1.json").read_text())
    return found


def optional(message: Message) -> set[str]:
    return OPTIONAL | OPTIONAL_IN.get(message.type, set())


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside, the outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    if isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def test_there_is_an_example_of_every_message() -> None:
    assert sorted(message.type for message, _, _ in EXAMPLES) == sorted(REGISTRY)


@every_message
def test_the_publisher_writes_what_the_golden_file_holds(message: Message, subject: UUID, version: int) -> None:
    assert json.loads(envelope(message, subject, version).encode()) == golden(message)


@every_message
def test_a_listener_reads_the_golden_file(message: Message, subject: UUID, version: int) -> None:
    read = decode(json.dumps(golden(message)))
    assert type(message).load(read.data) == message
    assert (read.subject, read.version) == (str(subject), version)


@every_message
def test_fields_of_a_newer_publisher_are_ignored_wherever_they_stand(
    message: Message, subject: UUID, version: int
) -> None:
    newer = deepcopy(golden(message)["data"])
    for each in list(objects(newer)):
        if "lt" not in each:
            each["of_tomorrow"] = {"any": ["thing"]}
    assert type(message).load(newer) == message


@every_message
def test_a_missing_field_is_named_wherever_it_should_stand(message: Message, subject: UUID, version: int) -> None:
    for place, found in enumerate(list(objects(golden(message)["data"]))):
        for field in found.keys() - optional(message) if "lt" not in found and "uk" not in found else ():
            cut = deepcopy(golden(message)["data"])
            del list(objects(cut))[place][field]
            with pytest.raises(Unreadable, match=field):
                type(message).load(cut)


@every_message
def test_what_is_optional_may_be_missing(message: Message, subject: UUID, version: int) -> None:
    less = deepcopy(golden(message)["data"])
    for each in list(objects(less)):
        for field in each.keys() & optional(message):
            del each[field]
    assert type(message).load(less).type == message.type


@every_message
def test_the_golden_file_is_what_the_document_describes(message: Message, subject: UUID, version: int) -> None:
    payload = DOCUMENT["components"]["messages"][type(message).__name__]["payload"]
    schema = {**payload, "components": DOCUMENT["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(golden(message))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("subject_id", "17"), ("answer", None), ("answer", 1), ("about", ["registration"])],
    ids=["no id", "null", "a number", "a list"],
)
def test_a_value_of_another_kind_is_refused(field: str, wrong: object) -> None:
    kind = REGISTRY["notifications.reply.received"]
    data = json.loads((GOLDEN / f"{kind.type}.v1.json").read_text())["data"]
    with pytest.raises(Unreadable, match=field):
        kind.load(data | {field: wrong})


def test_a_moment_without_offset_is_refused() -> None:
    kind = REGISTRY["volunteers.volunteer.sign_in_requested"]
    data = json.loads((GOLDEN / f"{kind.type}.v1.json").read_text())["data"]
    with pytest.raises(Unreadable, match="expires_at"):
        kind.load(data | {"expires_at": "2026-11-16T09:15:00"})
