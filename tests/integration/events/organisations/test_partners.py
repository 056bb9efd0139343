"""The other services know who takes part in a project: each change is told once, with its version, and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations import listeners, operations
from shared.contracts.envelope import Envelope, decode
from shared.database import Database
from shared.errors import NotFound
from tests.support.factories.events import Worker, a_project, a_worker, an_organisation


def versions(session: Session) -> list[tuple[int, set[str]]]:
    """What was told of projects: under which version, and who takes part."""
    bodies = session.scalars(
        text("SELECT body FROM outbox WHERE type = 'events.project.partners_changed' ORDER BY seq")
    )
    return [(one.version, _names(one)) for one in map(decode, bodies)]


def _names(envelope: Envelope) -> set[str]:
    return {member["name"] for member in envelope.data["members"]}


@pytest.fixture
def led(events_session: Session) -> tuple[Worker, UUID]:
    """An owner, and the project of their agency with one partner."""
    worker = a_worker(events_session, an_organisation(events_session, "Agentūra"))
    return worker, a_project(events_session, worker)


def add(session: Session, led: tuple[Worker, UUID], name: str) -> None:
    """Let the organisation of this name, which is known, take part."""
    worker, project = led
    an_organisation(session, name)
    operations.add_partner(session, worker, project, name=name, municipality="x", part="partner")


def test_who_begins_and_who_ends_to_take_part_is_told_each_time(
    events_session: Session, led: tuple[Worker, UUID]
) -> None:
    add(events_session, led, "Caritas")
    caritas = operations.found_organisation(events_session, name="Caritas", municipality="x", language="lt")
    operations.remove_partner(events_session, *led, caritas)
    with pytest.raises(NotFound):
        operations.remove_partner(events_session, *led, caritas)
    (first, before), (second, with_it), (third, after) = versions(events_session)
    assert (first, second, third) == (1, 2, 3)
    assert len(before) == 2
    assert with_it == before | {"Caritas"}
    assert after == before


def test_what_was_there_before_is_told_once_by_the_clock(events_session: Session, led: tuple[Worker, UUID]) -> None:
    add(events_session, led, "Caritas")
    listeners.due("http://talka.test")[operations.PARTNERS](events_session, led[1])
    told = versions(events_session)
    assert told[2] == told[1]  # whoever has heard it sees by the version that it is no news


def test_of_two_partners_who_begin_at_once_the_later_version_tells_of_both(database: Database) -> None:
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session, "Agentūra"))
        led = worker, a_project(session, worker)
    ready = Barrier(2)

    def begin(name: str) -> None:
        with database.transaction() as session:
            ready.wait()
            add(session, led, name)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(begin, ("Caritas", "Sirena")))
    with database.reading() as session:
        told = versions(session)
    assert [version for version, _names in told] == [1, 2, 3]
    assert {"Caritas", "Sirena"} <= told[2][1]
