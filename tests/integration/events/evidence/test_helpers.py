"""Of help that two gave together, the time of both counts."""

import pytest
from sqlalchemy.orm import Session

from tests.integration.events.evidence.conftest import cells, closed, help_of, opened
from tests.support.factories.events import Worker, a_worker, an_organisation


@pytest.fixture
def worker_here(events_session: Session) -> Worker:
    return a_worker(events_session, an_organisation(events_session))


def test_the_minutes_of_both_helpers_count_though_each_is_told_of_the_end(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    told = help_of(own)
    opened(events_session, told)
    for _ in range(2):
        closed(events_session, told, "done", helpers=2)
    assert cells(events_session, worker_here) == [("accompanied", "2026-12", "senior", "ru", "met", "", 1, 80)]


def test_one_helper_counts_once_and_help_that_was_not_given_takes_no_time(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    for outcome in ("done", "no_show"):
        told = help_of(own)
        opened(events_session, told)
        closed(events_session, told, outcome)
    assert [cell[-1] for cell in cells(events_session, worker_here)] == [40, 0]
