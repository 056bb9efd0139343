"""Help counts for whom and when it was asked, whether or not anybody ever looked at it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.contracts.counting import RequestCounted
from shared.contracts.parts import Contact
from tests.integration.events.evidence.conftest import NOVEMBER, cells, closed, hear, help_of, opened
from tests.support.factories.events import Worker

OCTOBER = datetime(2026, 10, 31, 12, tzinfo=UTC)
"""A month before it is approved, and two before it ends."""


def asked(session: Session, told: dict[str, Any], group: str, version: int = 1, language: str = "ru") -> None:
    subject: UUID = told["request_id"]
    what = {"request_id": subject, "organisation_id": told["organisation_id"], "kind": told["errand"].kind}
    message = RequestCounted(**what, target_group=group, language=language, asked_at=OCTOBER)
    hear(session, message, subject, version, OCTOBER + timedelta(hours=version))


def test_what_a_stranger_asked_counts_while_it_waits_and_by_its_own_day_and_group_when_it_ends(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    ends = ("unmet", "declined"), ("cancelled", "no_longer_needed"), (None, "")
    for outcome, reason in ends:
        told = help_of(own)
        asked(events_session, told, "large_family")
        if outcome:
            closed(events_session, told, outcome, by="coordinator", reason=reason)
    service = ("accompanied", "2026-10", "large_family", "ru")
    assert cells(events_session, worker_here) == [
        (*service, "open", "", 1, 0),
        (*service, "unmet", "assistance_declined", 1, 0),
        (*service, "withdrawn", "", 1, 0),
    ]


def test_what_is_approved_later_counts_on_the_day_it_was_asked_with_the_group_that_is_true_by_then(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    told = help_of(own)
    asked(events_session, told, "")
    opened(events_session, told, "single_parent", version=3)
    asked(events_session, told, "newcomer", version=5, language="uk")
    assert cells(events_session, worker_here) == [("accompanied", "2026-10", "newcomer", "uk", "open", "", 1, 0)]


def test_in_whatever_order_it_is_heard_the_first_day_and_the_newest_group_and_language_count(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    told = help_of(own)
    nobody = told | {"person": Contact(channel="none", language="ru")}
    closed(events_session, nobody, "cancelled", version=6, by="coordinator")
    assert [cell[1:4] for cell in cells(events_session, worker_here)] == []  # in January, outside the period
    asked(events_session, told, "newcomer", version=5, language="uk")
    opened(events_session, told, "senior", at=NOVEMBER, version=3)
    for _ in range(2):
        asked(events_session, told, "")
    assert cells(events_session, worker_here) == [("accompanied", "2026-10", "newcomer", "uk", "withdrawn", "", 1, 0)]
