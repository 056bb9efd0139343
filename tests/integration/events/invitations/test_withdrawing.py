"""An invitation is withdrawn: whoever was to come hears of it, and nothing of it stays."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.invitations import operations
from services.events.invitations.domain import InvitationLinks, InvitationStays
from shared.contracts.invitations import RepresentativeUninvited
from shared.errors import Forbidden, NotFound
from shared.messaging.worker import Service
from tests.integration.events.conftest import Caller
from tests.integration.events.invitations.conftest import ONA, asked, letters
from tests.support.factories.events import Worker, a_worker
from tests.support.ledger import audited, told
from tests.support.visitor import Visitor


def farewells(service: Service) -> list[RepresentativeUninvited]:
    with service.database.reading() as session:
        return told(session, "events.representative.uninvited")


def mine(service: Service) -> UUID:
    with service.database.reading() as session:
        found: UUID = session.scalars(text("SELECT id FROM invitations")).one()
    return found


def test_they_hear_of_it_their_link_ends_and_they_can_be_invited_anew(
    app: Flask, service: Service, links: InvitationLinks, worker: Worker, planner: Visitor, evening: dict[str, Any]
) -> None:
    link = asked(service, links, worker, evening)
    page = f"/organise/events/{evening['id']}/invitations"
    planner.open(page).send(f"{page}/{mine(service)}/withdraw")
    assert "The invitation is withdrawn." in planner.text
    assert ONA.name not in planner.text
    (farewell,) = farewells(service)
    assert (farewell.contact.email, farewell.title) == (ONA.email, letters(service)[0].title)
    assert Visitor(app).open(link).status == 404
    with service.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM due WHERE kind LIKE 'invitation_%'")) == 0
        assert "invitation_withdrawn" in audited(session)
    assert asked(service, links, worker, evening) != link


def test_two_planners_at_once_write_one_letter(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    id_ = mine(service)

    def withdraw(_number: int) -> bool:
        try:
            with service.database.transaction() as session:
                operations.withdraw_invitation(session, worker, evening["id"], id_)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(withdraw, range(2))) == [False, True]
    assert len(farewells(service)) == 1


def test_an_answer_at_the_same_moment_is_gone_or_refused_and_its_writer_hears_either_way(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    token = asked(service, links, worker, evening).rpartition("/")[2]
    id_ = mine(service)

    def act(withdraws: bool) -> None:  # noqa: FBT001 - which of the two
        with suppress(NotFound), service.database.transaction() as session:
            if withdraws:
                operations.withdraw_invitation(session, worker, evening["id"], id_)
            else:
                operations.answer_invitation(session, token, answer="yes", people=1, other_name="", words="Ateisiu")

    with ThreadPoolExecutor(2) as both:
        list(both.map(act, (False, True)))
    with service.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM invitations")) == 0
    assert len(farewells(service)) == 1


def test_whoever_has_said_no_hears_nothing(
    app: Flask, service: Service, links: InvitationLinks, worker: Worker, owner: Caller, evening: dict[str, Any]
) -> None:
    link = asked(service, links, worker, evening)
    Visitor(app).open(link).send(link, answer="no")
    path = f"/events/{evening['id']}/invitations/{mine(service)}"
    assert [owner("DELETE", path).status_code for _time in range(2)] == [204, 404]
    assert farewells(service) == []


def test_it_stays_once_the_date_has_begun(
    service: Service, links: InvitationLinks, worker: Worker, planner: Visitor, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    page = f"/organise/events/{evening['id']}/invitations"
    planner.open(page)
    with service.database.transaction() as session:
        session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
    planner.send(f"{page}/{mine(service)}/withdraw")
    assert (planner.status, "so its invitations stay as they are" in planner.text) == (409, True)
    assert "Withdraw the invitation" not in planner.open(page).text
    with pytest.raises(InvitationStays), service.database.transaction() as session:
        operations.withdraw_invitation(session, worker, evening["id"], mine(service))
    assert farewells(service) == []


def test_only_planners_withdraw_and_only_what_is_of_their_event(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    with service.database.transaction() as session:
        at_the_door = a_worker(session, next(iter(worker.roles)), "check_in")
    for person, id_, rule in ((at_the_door, mine(service), Forbidden), (worker, UUID(int=5), NotFound)):
        with pytest.raises(rule), service.database.transaction() as session:
            operations.withdraw_invitation(session, person, evening["id"], id_)


def test_what_is_withdrawn_is_answered_no_more(
    app: Flask, service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    link = asked(service, links, worker, evening)
    guest = Visitor(app).open(link)
    with service.database.transaction() as session:
        operations.withdraw_invitation(session, worker, evening["id"], mine(service))
    assert guest.send(link, answer="yes").status == 404
    with service.database.transaction() as session:
        operations.remind(session, links, UUID(int=1))
        assert session.scalar(text("SELECT count(*) FROM invitations")) == 0
