"""Checks of entries: who is asked when, by which links, and what an answer does."""

import threading
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.directory import operations, queries
from services.events.directory.domain import CheckIsOver, NobodyToAsk
from shared.database import Database
from shared.errors import Forbidden, NotFound
from shared.messaging.due import process_due
from tests.integration.events.directory.conftest import INFORMING, asked, grow_old, token
from tests.support.factories.events import Worker, a_worker, an_organisation


def work(app: Flask) -> None:
    """Let the worker do what is due."""
    process_due(app.extensions["talka"].service)


def due(database: Database) -> set[str]:
    """What waits for its time about the entry."""
    with database.reading() as session:
        return set(session.scalars(text("SELECT kind FROM due WHERE subject_id = :id"), {"id": INFORMING}))


def old(app: Flask, database: Database, months: int = 6) -> None:
    with database.transaction() as session:
        grow_old(session, months)
    work(app)


def test_a_provider_is_asked_when_the_check_is_due_and_not_before(town: Flask, database: Database) -> None:
    work(town)
    with database.reading() as session:
        assert asked(session) == []
    old(town, database, months=5)
    with database.reading() as session:
        assert asked(session) == []
    old(town, database)
    with database.reading() as session:
        (message,) = asked(session)
    assert (message.service_id, message.provider.email) == (INFORMING, "info@rokiskis.example")
    assert (message.service["en"], message.provider.channel) == ("Informing about social services", "email")
    assert (message.expires_at - message.due_at).days >= 13
    assert due(database) == {"service_check_reminder"}


def test_whoever_does_not_answer_is_reminded_once(town: Flask, database: Database) -> None:
    old(town, database)
    for _ in range(2):
        with database.transaction() as session:
            session.execute(text("UPDATE due SET due_at = now()"))
        work(town)
    with database.reading() as session:
        first, second = asked(session)
    assert first.link != second.link
    assert due(database) == set()


def test_one_tap_checks_the_entry_and_closes_every_link(town: Flask, database: Database) -> None:
    old(town, database)
    with database.transaction() as session:
        first = token(session)
        operations.remind_check(session, "http://talka.test", INFORMING)
        second = token(session)
    with database.transaction() as session:
        operations.confirm_by_link(session, second)
        (facts,) = session.execute(
            text(
                "SELECT confirmed_at = now(), assured_date = (now() AT TIME ZONE 'Europe/Vilnius')::date "
                "FROM directory_services WHERE id = :id"
            ),
            {"id": INFORMING},
        )
        assert tuple(facts) == (True, True)
        for one in (first, second):
            with pytest.raises(CheckIsOver):
                operations.confirm_by_link(session, one)
    assert due(database) == {"service_check"}
    with database.reading() as session:
        stored = session.scalars(text("SELECT token_digest FROM directory_check_links")).all()
        assert second.encode() not in stored
        assert session.execute(text("SELECT due_at > now() + interval '5 months' FROM due")).scalar() is True


def test_two_taps_at_once_are_one_answer(town: Flask, database: Database) -> None:
    old(town, database)
    with database.reading() as session:
        link = token(session)
    barrier, came = threading.Barrier(2), []

    def tap() -> None:
        barrier.wait()
        try:
            with database.transaction() as session:
                operations.confirm_by_link(session, link)
            came.append("confirmed")
        except CheckIsOver:
            came.append("over")

    threads = [threading.Thread(target=tap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["confirmed", "over"]


def test_the_worker_waits_for_nobody_who_works_on_the_entry(town: Flask, database: Database) -> None:
    """They may want the very due row that the worker has taken; each would wait for the other."""
    with database.transaction() as session:
        grow_old(session, 6)
    with database.transaction() as busy:
        busy.execute(text("SELECT id FROM directory_services WHERE id = :id FOR NO KEY UPDATE"), {"id": INFORMING})
        work(town)
    assert due(database) == {"service_check"}
    with database.transaction() as session:
        assert asked(session) == []
        session.execute(text("UPDATE due SET due_at = now()"))
    work(town)
    with database.reading() as session:
        assert len(asked(session)) == 1


def test_a_reminder_waits_as_well(town: Flask, database: Database) -> None:
    old(town, database)
    with database.transaction() as session:
        session.execute(text("UPDATE due SET due_at = now()"))
    with database.transaction() as busy:
        busy.execute(text("SELECT id FROM directory_services WHERE id = :id FOR NO KEY UPDATE"), {"id": INFORMING})
        work(town)
    assert due(database) == {"service_check_reminder"}


def test_the_office_that_the_keeper_noted_is_asked_before_the_public_address(
    town: Flask, database: Database, worker: Worker
) -> None:
    def whom(**office: object) -> tuple[object, ...]:
        with database.transaction() as session:
            usual = {"months": 3, "for_all": False, "email": None, "phone": None, "language": "uk"}
            operations.set_checks(session, worker, INFORMING, **usual | office)  # type: ignore[arg-type]
        with database.reading() as session:
            found = queries.whom_to_ask(session, INFORMING)
        assert found
        return found["channel"], found["email"] or found["phone"], found["language"]

    assert whom(email="office@example.lt") == ("email", "office@example.lt", "uk")
    assert whom(phone="+37061234567") == ("sms", "+37061234567", "uk")
    assert whom(for_all=True, email="all@example.lt") == ("email", "all@example.lt", "uk")
    with database.reading() as session:
        assert queries.office(session, INFORMING)["for_all"] is True
        others = text(
            "SELECT other.id FROM directory_services AS other JOIN directory_services AS mine "
            "ON mine.organization_id = other.organization_id WHERE mine.id = :id AND other.id <> :id"
        )
        other = UUID(str(session.scalars(others, {"id": INFORMING}).first()))
        assert queries.whom_to_ask(session, other) is not None
        soon = text("SELECT due_at < now() + interval '4 months' FROM due WHERE subject_id = :id")
        assert session.scalar(soon, {"id": INFORMING}) is True


def test_without_any_address_nobody_is_asked_and_staff_are_told(
    town: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE directory_organizations SET email = NULL"))
        session.execute(text("UPDATE directory_services SET email = NULL"))
    old(town, database)
    with database.transaction() as session:
        assert asked(session) == []
        with pytest.raises(NobodyToAsk):
            operations.renew_check(session, "http://talka.test", worker, INFORMING)


def test_a_draft_is_not_asked_about(town: Flask, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE directory_services SET is_draft = true"))
    old(town, database)
    with database.reading() as session:
        assert asked(session) == []


def test_staff_ask_anew_and_links_of_before_are_good_no_more(town: Flask, database: Database, worker: Worker) -> None:
    old(town, database)
    with database.transaction() as session:
        first = token(session)
        operations.renew_check(session, "http://talka.test", worker, INFORMING)
        second = token(session)
    with database.transaction() as session:
        with pytest.raises(CheckIsOver):
            operations.confirm_by_link(session, first)
        operations.confirm_by_link(session, second)


def test_a_link_is_good_for_fourteen_days(town: Flask, database: Database) -> None:
    old(town, database)
    with database.transaction() as session:
        link = token(session)
        session.execute(text("UPDATE directory_check_links SET expires_at = now()"))
        with pytest.raises(CheckIsOver):
            operations.confirm_by_link(session, link)
        with pytest.raises(NotFound):
            operations.confirm_by_link(session, "guessed")


def test_only_its_keeper_decides_about_an_entry(town: Flask, database: Database, worker: Worker) -> None:
    (organisation,) = worker.roles
    with database.transaction() as session:
        stranger = a_worker(session, an_organisation(session))
        at_the_door = a_worker(session, organisation, "check_in")
        for somebody, refused in ((stranger, NotFound), (at_the_door, Forbidden)):
            with pytest.raises(refused):
                operations.confirm_entry(session, somebody, INFORMING)
        with pytest.raises(NotFound):
            operations.confirm_entry(session, worker, organisation)
        helper = a_worker(session, organisation, "social_worker")
        operations.confirm_entry(session, helper, INFORMING)


def test_nobody_is_reminded_of_what_they_answered(town: Flask, database: Database) -> None:
    old(town, database)
    with database.transaction() as session:
        operations.confirm_by_link(session, token(session))
        operations.remind_check(session, "http://talka.test", INFORMING)
        assert len(asked(session)) == 1


def test_a_provider_that_somebody_else_keeps_gets_no_contact(town: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE directory_organizations SET keeper_id = NULL"))
        with pytest.raises(NotFound):
            operations.set_checks(session, worker, INFORMING, 6, for_all=True, email="all@example.lt")
