"""90 days after a date it is forgotten who was invited to it."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from services.events.invitations import operations
from services.events.invitations.domain import WIPING, Guest, InvitationLinks
from shared.messaging.worker import Service, process_due
from tests.integration.events.invitations.conftest import ONA, asked
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor

DAYS = text("SELECT extract(day FROM due_at - ends_at) FROM due, occurrences WHERE kind = :kind")


def come_due(service: Service, ended: str) -> None:
    """The date ended so long ago, and the worker comes by."""
    with service.database.transaction() as session:
        past = f"UPDATE occurrences SET starts_at = now() - interval '99 days', ends_at = now() - interval '{ended}'"  # noqa: S608
        session.execute(text(past))
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": WIPING})
    process_due(service)


def kept(service: Service) -> list[Any]:
    with service.database.reading() as session:
        rows = session.execute(text("SELECT name, email, other_name, words, token_digest FROM invitations ORDER BY id"))
        return [tuple(row) for row in rows]


def test_names_addresses_words_and_links_go_and_answers_stay(
    app: Flask, service: Service, links: InvitationLinks, worker: Worker, planner: Visitor, evening: dict[str, Any]
) -> None:
    path = asked(service, links, worker, evening)
    asked(service, links, worker, evening, Guest("Petras", "petras@vvg.example", "lt"))
    guest = Visitor(app, lang="en").open(path)
    guest.send(path, answer="other", other_name="Zigmas", people="3", words="Atvyksime autobusu.")
    with service.database.reading() as session:
        assert set(session.scalars(DAYS, {"kind": WIPING})) == {90}
    come_due(service, "91 days")
    assert kept(service) == [("", None, "", "", None)] * 2
    assert guest.open(path).status == 404
    seen = planner.open(f"/organise/events/{evening['id']}/invitations").text
    assert "Name deleted" in seen
    assert "People who come: 3" in seen
    for gone in (ONA.email, "Zigmas", "Petras", "autobusu"):
        assert gone not in seen


def test_a_date_that_was_moved_keeps_them_until_90_days_after_it(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    come_due(service, "89 days")
    assert kept(service)[0][1] == ONA.email
    with service.database.reading() as session:
        assert list(session.scalars(DAYS, {"kind": WIPING})) == [90]


def test_nobody_is_written_to_again_who_is_forgotten(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    come_due(service, "91 days")
    with service.database.transaction() as session:
        sent = session.scalar(text("SELECT count(*) FROM outbox"))
        invitation_id = session.scalar(text("SELECT id FROM invitations"))
        operations.write_again(session, links, [evening["occurrences"][0]["id"]])
        operations.remind(session, links, invitation_id)
        assert session.scalar(text("SELECT count(*) FROM outbox")) == sent


def test_an_invitation_in_somebody_s_hands_is_wiped_a_little_later(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    with service.database.transaction() as other:
        other.execute(text("SELECT 1 FROM occurrences, invitations FOR UPDATE OF invitations"))
        with service.database.transaction() as session:
            session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": WIPING})
        process_due(service)
    with service.database.reading() as session:
        soon = "SELECT due_at < now() + interval '2 seconds' FROM due WHERE kind = :kind"
        assert session.scalar(text(soon), {"kind": WIPING}) is True
    assert kept(service)[0][1] == ONA.email
