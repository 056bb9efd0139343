"""The last change of an event is undone for ten minutes, unless something came after it or no longer fits."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations import operations as organisations
from services.events.organisations.domain import Part
from services.events.programme import operations as programme
from services.events.programme.domain import (
    CapacityBelowTaken,
    DateIsOver,
    EventIsCancelled,
    NothingToUndo,
    Scope,
    TooLateToUndo,
    UndoDoesNotFit,
)
from services.events.registrations import operations
from shared.errors import Forbidden, NotFound, Stale
from tests.support.factories.events import (
    LINKS,
    TITLE,
    VENUE,
    Worker,
    a_party,
    a_project,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.ledger import audited, broken_promises, told

LATER = {"starts": wall(8, 19), "ends": wall(8, 21), "venue": VENUE | {"name": "Biblioteka"}}


@pytest.fixture
def event(events_session: Session, rasa: Worker) -> dict[str, Any]:
    """An event with two dates of two places."""
    return an_event(events_session, rasa, occurrences=[an_occurrence(day, capacity=2) for day in (7, 14)])


def first(event: dict[str, Any]) -> UUID:
    id_: UUID = event["occurrences"][0]["id"]
    return id_


def undo(session: Session, person: Worker, event: dict[str, Any]) -> dict[str, Any]:
    return operations.undo_change(session, LINKS, person, event["id"], event["version"])


def facts(event: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Where and when all dates are, and how many places they have."""
    return [(one["starts_at"], one["ends_at"], one["venue"]["id"], one["capacity"]) for one in event["occurrences"]]


def moved(session: Session, person: Worker, event: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return operations.move_occurrence(session, LINKS, person, first(event), event["version"], **LATER | facts)


def over_by(session: Session, minutes: int) -> None:
    """Let the change have been made so many minutes ago."""
    past = "UPDATE former_facts SET changed_at = now() - make_interval(mins => :minutes)"
    session.execute(text(past), {"minutes": minutes})


@pytest.mark.parametrize("scope", list(Scope))
def test_a_move_is_taken_back_and_told_as_any_move(
    events_session: Session, rasa: Worker, event: dict[str, Any], scope: Scope
) -> None:
    back = undo(events_session, rasa, moved(events_session, rasa, event, scope=scope))
    assert facts(back) == facts(event)
    there, again = told(events_session, "events.event.changed")
    raised = [one.version - was.version for one, was in zip(again.occurrences, there.occurrences, strict=True)]
    assert raised == ([1, 0] if scope is Scope.THIS else [1, 1])
    assert again.occurrences[0].starts_at == event["occurrences"][0]["starts_at"]
    assert audited(events_session)[-2:] == ["occurrence_moved", "change_undone"]


def test_places_are_taken_back_unless_people_have_them(
    events_session: Session, rasa: Worker, event: dict[str, Any]
) -> None:
    def more(known: dict[str, Any]) -> dict[str, Any]:
        return operations.change_capacity(
            events_session, LINKS, rasa, first(event), known["version"], capacity=5, scope=Scope.ALL
        )

    back = undo(events_session, rasa, more(event))
    assert facts(back) == facts(event)
    more_again = more(back)
    a_party(events_session, first(event), 3)
    with pytest.raises(CapacityBelowTaken):
        undo(events_session, rasa, more_again)


def test_places_that_come_back_go_to_who_waits(events_session: Session, rasa: Worker, event: dict[str, Any]) -> None:
    less = operations.change_capacity(events_session, LINKS, rasa, first(event), event["version"], capacity=1)
    for _ in range(2):
        a_party(events_session, first(event))
    back = undo(events_session, rasa, less)
    assert [(one["taken"], one["waiting"]) for one in back["occurrences"]] == [(2, 0), (0, 0)]
    assert broken_promises(events_session) == []


def test_texts_and_the_project_are_taken_back(events_session: Session, rasa: Worker, event: dict[str, Any]) -> None:
    project = a_project(events_session, rasa)
    here = programme.change_event(events_session, rasa, event["id"], event["version"], project_id=project)
    new = programme.change_event(
        events_session, rasa, event["id"], here["version"], title={"en": "Dance"}, project_id=None, offer_hours=5
    )
    back = undo(events_session, rasa, new)
    assert (back["title"], back["project_id"], back["offer_hours"]) == (TITLE, project, 0)
    assert [one["version"] for one in back["occurrences"]] == [1, 1]
    alone = programme.change_event(events_session, rasa, event["id"], back["version"], project_id=None)
    kept = undo(events_session, rasa, alone)
    none = programme.change_event(events_session, rasa, event["id"], kept["version"], title={"en": "Dance"})
    assert undo(events_session, rasa, none)["project_id"] == project


def test_a_project_that_the_organisation_left_does_not_come_back(events_session: Session, rasa: Worker) -> None:
    other = a_worker(events_session, an_organisation(events_session))
    (lead,), (own,) = other.roles, rasa.roles
    dates = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    partners: dict[UUID, str] = {own: Part.PARTNER}
    names = {"name": "Talka visiems", "number": "24-07-KK", "funder": "Europos Sąjunga"}
    project = organisations.open_project(events_session, lead, partners=partners, **names, **dates)
    event = an_event(events_session, rasa, project_id=project)
    alone = programme.change_event(events_session, rasa, event["id"], event["version"], project_id=None)
    organisations.remove_partner(events_session, other, project, own)
    with pytest.raises(UndoDoesNotFit):
        undo(events_session, rasa, alone)


def test_after_ten_minutes_it_stays(events_session: Session, rasa: Worker, event: dict[str, Any]) -> None:
    late = moved(events_session, rasa, event)
    over_by(events_session, 11)
    with pytest.raises(TooLateToUndo):
        undo(events_session, rasa, late)
    over_by(events_session, 9)
    assert facts(undo(events_session, rasa, late)) == facts(event)


def test_only_the_last_change_and_only_once(events_session: Session, rasa: Worker, event: dict[str, Any]) -> None:
    with pytest.raises(NothingToUndo):
        undo(events_session, rasa, event)
    there = moved(events_session, rasa, event)
    back = undo(events_session, rasa, there)
    for known, refused in ((there, Stale), (back, NothingToUndo)):
        with pytest.raises(refused):
            undo(events_session, rasa, known)
    there = moved(events_session, rasa, back)
    off = operations.cancel_occurrence(events_session, LINKS, rasa, event["occurrences"][1]["id"], there["version"])
    with pytest.raises(NothingToUndo):
        undo(events_session, rasa, off)
    none = operations.cancel_event(events_session, LINKS, rasa, event["id"], off["version"], reason={})
    with pytest.raises(EventIsCancelled):
        undo(events_session, rasa, none)


def test_a_date_does_not_go_back_into_the_past_nor_leave_it(
    events_session: Session, rasa: Worker, event: dict[str, Any]
) -> None:
    there = moved(events_session, rasa, event)
    past = "UPDATE former_facts SET facts = CAST(replace(CAST(facts AS text), :day, '2026-01-05') AS jsonb)"
    events_session.execute(text(past), {"day": wall(7).date().isoformat()})
    with pytest.raises(UndoDoesNotFit):
        undo(events_session, rasa, there)
    over = "UPDATE occurrences SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'"
    events_session.execute(text(over))
    with pytest.raises(DateIsOver):
        undo(events_session, rasa, there)


def test_places_of_a_date_that_is_over_stay(events_session: Session, rasa: Worker, event: dict[str, Any]) -> None:
    more = operations.change_capacity(events_session, LINKS, rasa, first(event), event["version"], capacity=5)
    over = "UPDATE occurrences SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'"
    events_session.execute(text(over))
    with pytest.raises(DateIsOver):
        undo(events_session, rasa, more)


def test_only_those_who_plan_undo(events_session: Session, rasa: Worker, event: dict[str, Any]) -> None:
    there = moved(events_session, rasa, event)
    (own,) = rasa.roles
    refused: list[tuple[Worker, type[Exception]]] = [
        (a_worker(events_session, own, "check_in"), Forbidden),
        (a_worker(events_session, an_organisation(events_session)), NotFound),
    ]
    for somebody, why in refused:
        with pytest.raises(why):
            undo(events_session, somebody, there)

    assert facts(undo(events_session, rasa, there)) == facts(event)
