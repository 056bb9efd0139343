"""Whoever is invited to a date hears when it moves or is called off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

from flask import Flask
from sqlalchemy import text

from services.events.invitations import operations
from services.events.invitations.domain import REMINDER, Guest, InvitationLinks
from services.events.registrations import operations as registrations
from services.events.registrations.domain import Links
from shared.contracts.invitations import RepresentativeInvited
from shared.messaging.worker import Service
from tests.integration.events.invitations.conftest import asked, date_of, letters
from tests.support.factories.events import Worker, an_event, an_occurrence, wall
from tests.support.statements import counted
from tests.support.visitor import Visitor


def test_whoever_was_invited_and_has_not_said_no_hears_of_a_move_of_its_undoing_and_of_the_end(
    app: Flask, service: Service, links: InvitationLinks, worker: Worker, partner: Worker
) -> None:
    with service.database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(7), an_occurrence(14)])
    silent, coming, refusing = (Guest(name, f"{name}@vvg.example", "lt") for name in ("ona", "petras", "rita"))
    paths = [asked(service, links, worker, event, guest) for guest in (silent, coming, refusing)]
    for path, answer in zip(paths[1:], ("yes", "no"), strict=True):
        Visitor(app, lang="en").open(path).send(path, answer=answer, people="1")
    first, second = (one["id"] for one in event["occurrences"])
    booking = Links(links.secret_key, links.public_url)
    version = event["version"]

    def after(change: Callable[..., Any], *what: Any, **facts: Any) -> list[RepresentativeInvited]:
        nonlocal version
        before = len(letters(service))
        with service.database.transaction() as session:
            version = change(session, booking, worker, *what, version, **facts)["version"]
        return letters(service)[before:]

    stays = after(registrations.move_occurrence, first)
    stays += after(registrations.undo_change, event["id"])
    there = after(registrations.move_occurrence, first, starts=wall(9, 17), ends=wall(9, 19))
    back = after(registrations.undo_change, event["id"])
    other = after(registrations.cancel_occurrence, second)
    off = after(registrations.cancel_event, event["id"], reason={})
    assert (stays, other) == ([], [])
    moved = event["occurrences"][0]["starts_at"] + (wall(9, 17) - wall(7))
    for told_then, state, starts_at in (
        (there, "on", moved),
        (back, "on", event["occurrences"][0]["starts_at"]),
        (off, "cancelled", event["occurrences"][0]["starts_at"]),
    ):
        assert {one.contact.email for one in told_then} == {silent.email, coming.email}
        assert {(one.state, one.starts_at) for one in told_then} == {(state, starts_at)}
        assert {one.link.removeprefix("http://talka.test") for one in told_then} == set(paths[:2])
    with service.database.reading() as session:
        versions = text("SELECT version FROM invitations ORDER BY email")
        assert session.scalars(versions).all() == [4, 4, 1]
        reminders = text("SELECT subject_id, due_at FROM due WHERE kind = :kind")
        assert len(session.execute(reminders, {"kind": REMINDER}).all()) == 1


def test_many_who_are_told_of_a_move_are_read_at_once(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    booking, seen_at, version = Links(links.secret_key, links.public_url), [], evening["version"]
    for many in (1, 6):
        for number in range(many):
            asked(service, links, worker, evening, Guest("Ona", f"ona{many}{number}@vvg.example", "lt"))
        with service.database.transaction() as session, counted(service.database.engine) as seen:
            moved = registrations.move_occurrence(
                session,
                booking,
                worker,
                date_of(evening),
                version,
                starts=wall(8),
                ends=wall(8, 19 if many == 1 else 20),
            )
        version = moved["version"]
        seen_at.append(sum(statement.startswith("SELECT") for statement in seen))
    assert seen_at[0] == seen_at[1]


def test_a_reminder_that_meets_a_change_of_its_date_comes_again_instead_of_waiting(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    with service.database.transaction() as holder, service.database.transaction() as clock:
        id_ = holder.scalar(text("SELECT id FROM invitations FOR UPDATE"))
        clock.execute(text("DELETE FROM due"))
        operations.remind(clock, links, id_)
        again = clock.scalar(text("SELECT due_at - now() FROM due WHERE kind = :kind"), {"kind": REMINDER})
        assert again.total_seconds() == 1
    assert len(letters(service)) == 1


def test_who_is_invited_while_the_date_is_moved_reads_where_it_is(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    booking, at = Links(links.secret_key, links.public_url), {"starts": wall(9, 17), "ends": wall(9, 19)}
    ready = Barrier(2)

    def move() -> None:
        with service.database.transaction() as session:
            registrations.move_occurrence(session, booking, worker, date_of(evening), evening["version"], **at)
            ready.wait()
            sleep(0.3)

    def invite() -> None:
        ready.wait()
        asked(service, links, worker, evening)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(move), pool.submit(invite)]:
            one.result()
    (letter,) = letters(service)
    assert letter.starts_at == evening["occurrences"][0]["starts_at"] + (wall(9, 17) - wall(7))
