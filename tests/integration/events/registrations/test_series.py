"""A change of one date that is meant for others too: all of it or nothing, and one message."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme.domain import AnotherDateDoesNotFit, CapacityBelowTaken, Scope
from services.events.registrations import operations, queries
from services.events.registrations.domain import By
from shared.errors import Stale
from tests.support.factories.events import (
    LINKS,
    VENUE,
    Worker,
    a_draft,
    a_party,
    a_shift,
    an_event,
    an_occurrence,
    wall,
)
from tests.support.ledger import audited, broken_promises, states, told

EVENING = {"starts": wall(15, 19), "ends": wall(15, 21)}
"""One day and one hour later than the second of three weeks."""


def weeks(session: Session, person: Worker, many: int = 3, **facts: Any) -> dict[str, Any]:
    dates = [an_occurrence(7 * (number + 1), **{"shifts": [a_shift()], **facts}) for number in range(many)]
    return an_event(session, person, occurrences=dates)


def ids(event: dict[str, Any]) -> list[UUID]:
    return [one["id"] for one in event["occurrences"]]


@pytest.mark.parametrize(("scope", "moved"), [("this", [1]), ("following", [1, 2]), ("all", [0, 1, 2])])
def test_a_move_is_told_once_and_raises_the_version_of_the_dates_it_means(
    events_session: Session, rasa: Worker, scope: str, moved: list[int]
) -> None:
    event = weeks(events_session, rasa)
    changed = operations.move_occurrence(
        events_session, LINKS, rasa, ids(event)[1], event["version"], **EVENING, scope=Scope(scope)
    )
    (message,) = told(events_session, "events.event.changed")
    was = {one["id"]: one for one in event["occurrences"]}
    for number, id_ in enumerate(ids(event)):
        one = next(each for each in message.occurrences if each.occurrence_id == id_)
        hours = (one.starts_at - was[id_]["starts_at"]).total_seconds() / 3600
        assert (one.version, hours != 0) == ((2, True) if number in moved else (1, False))
        assert one.shifts[0].starts_at < one.starts_at < one.ends_at < one.shifts[0].ends_at
    assert changed["version"] == event["version"] + 1
    assert audited(events_session)[-1] == "occurrence_moved"


def test_another_venue_is_that_of_all_meant_and_the_present_one_of_none(events_session: Session, rasa: Worker) -> None:
    dates = [an_occurrence(7), an_occurrence(14, venue=VENUE | {"name": "Biblioteka"})]
    event = an_event(events_session, rasa, occurrences=dates)
    first = ids(event)[0]
    same = operations.move_occurrence(
        events_session, LINKS, rasa, first, event["version"], venue=VENUE, scope=Scope.ALL
    )
    assert [one["version"] for one in same["occurrences"]] == [1, 1]
    hall = VENUE | {"name": "Mokykla"}
    moved = operations.move_occurrence(events_session, LINKS, rasa, first, same["version"], venue=hall, scope=Scope.ALL)
    assert {one["venue"]["name"] for one in moved["occurrences"]} == {"Mokykla"}


def test_of_venues_that_are_alike_a_date_keeps_its_own(events_session: Session, rasa: Worker) -> None:
    dates = [an_occurrence(7, venue=VENUE | {"latitude": 54.8}), an_occurrence(14, venue=VENUE | {"latitude": 54.9})]
    event = an_event(events_session, rasa, occurrences=dates)
    typed = {name: VENUE[name] for name in ("name", "address", "municipality", "access")}
    for id_ in ids(event):
        event = operations.move_occurrence(events_session, LINKS, rasa, id_, event["version"], venue=typed)
    assert [one["version"] for one in event["occurrences"]] == [1, 1]


def test_a_date_that_does_not_fit_leaves_all_as_they_were(events_session: Session, rasa: Worker) -> None:
    event = weeks(events_session, rasa)
    early = {"starts": wall(2), "ends": wall(2, 20)}
    with pytest.raises(AnotherDateDoesNotFit):
        operations.move_occurrence(
            events_session, LINKS, rasa, ids(event)[1], event["version"], **early, scope=Scope.ALL
        )
    assert told(events_session, "events.event.changed") == []


def test_who_read_an_older_state_changes_nothing(events_session: Session, rasa: Worker) -> None:
    event = weeks(events_session, rasa)
    second = ids(event)[1]
    operations.cancel_occurrence(events_session, LINKS, rasa, ids(event)[2], event["version"])
    with pytest.raises(Stale):
        operations.move_occurrence(
            events_session, LINKS, rasa, second, event["version"], **EVENING, scope=Scope.FOLLOWING
        )


def test_offers_of_all_moved_dates_end_at_their_new_starts(events_session: Session, rasa: Worker) -> None:
    dates = [an_occurrence(days, capacity=1) for days in (14, 15)]
    event = an_event(events_session, rasa, offer_hours=168, occurrences=dates)
    offered = []
    for id_ in ids(event):
        party, waits = a_party(events_session, id_), a_party(events_session, id_)
        operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
        offered.append(waits["id"])
    moved = operations.move_occurrence(
        events_session,
        LINKS,
        rasa,
        ids(event)[0],
        event["version"],
        starts=wall(2),
        ends=wall(2, 20),
        scope=Scope.FOLLOWING,
    )
    starts = [one["starts_at"] for one in moved["occurrences"]]
    ends = [queries.registration(events_session, LINKS, id_)["offer_expires_at"] for id_ in offered]
    assert ends == starts
    due = "SELECT due_at FROM due WHERE subject_id = ANY(:ids) ORDER BY due_at"
    assert list(events_session.scalars(text(due), {"ids": offered})) == starts


def test_dates_are_called_off_together_by_one_message(events_session: Session, rasa: Worker) -> None:
    event = weeks(events_session, rasa)
    for id_ in ids(event):
        a_party(events_session, id_)
    operations.cancel_occurrence(events_session, LINKS, rasa, ids(event)[1], event["version"], scope=Scope.FOLLOWING)
    (message,) = told(events_session, "events.event.changed")
    assert {one.occurrence_id: (one.state, one.version) for one in message.occurrences} == {
        ids(event)[0]: ("on", 1),
        ids(event)[1]: ("cancelled", 2),
        ids(event)[2]: ("cancelled", 2),
    }
    assert states(events_session) == ["confirmed", "cancelled", "cancelled"]
    assert broken_promises(events_session) == []


def test_more_places_at_all_dates_serve_who_waits_at_each(events_session: Session, rasa: Worker) -> None:
    event = weeks(events_session, rasa, capacity=1)
    for id_ in ids(event):
        a_party(events_session, id_), a_party(events_session, id_)
    more = operations.change_capacity(
        events_session, LINKS, rasa, ids(event)[0], event["version"], capacity=2, scope=Scope.ALL
    )
    assert [(one["capacity"], one["taken"], one["waiting"]) for one in more["occurrences"]] == [(2, 2, 0)] * 3
    with pytest.raises(CapacityBelowTaken):
        operations.change_capacity(
            events_session, LINKS, rasa, ids(event)[0], more["version"], capacity=1, scope=Scope.ALL
        )


def test_of_a_draft_several_dates_move_and_nobody_is_told(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    moved = operations.move_occurrence(
        events_session, LINKS, rasa, ids(draft)[1], draft["version"], **EVENING, scope=Scope.ALL
    )
    assert [one["starts"].hour for one in moved["occurrences"]] == [19, 19]
    assert told(events_session, "events.event.") == []
