"""Owners say on a page who works for their organisation and as what."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker, a_worker, an_organisation
from tests.support.ledger import audited, told
from tests.support.visitor import Visitor

NEW = {"name": "Jonas Jonaitis", "email": "jonas@example.lt", "role": "social_worker", "language": "lt"}


@pytest.fixture
def owner(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


@pytest.fixture
def address(worker: Worker) -> str:
    return f"/organise/organisations/{next(iter(worker.roles))}/staff"


def somebody(database: Database, worker: Worker, role: str = "organiser") -> UUID:
    """A second person of the owner's organisation."""
    with database.transaction() as session:
        return a_worker(session, next(iter(worker.roles)), role, "petras@example.lt").id


def test_an_owner_finds_the_page_and_everybody_on_it(
    owner: Visitor, database: Database, worker: Worker, address: str
) -> None:
    somebody(database, worker)
    assert 'href="/organise/organisations/"' in owner.open("/organise/").page
    owner.open("/organise/organisations/")
    assert owner.address == address
    assert "that is you" in owner.text
    assert "petras@example.lt" in owner.text
    with database.transaction() as session:
        assert audited(session) == ["staff_read"]


def test_whoever_owns_two_organisations_chooses(app: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        another = an_organisation(session, "Kita agentūra")
    both = Worker(id=worker.id, roles=dict(worker.roles) | {another: "owner"})
    page = Visitor(app, lang="en", talka_staff=token_of(both)).open("/organise/organisations/").page
    assert f'href="/organise/organisations/{another}/staff"' in page


def test_somebody_new_is_added_and_gets_a_link(owner: Visitor, database: Database, address: str) -> None:
    owner.open(address).send(address, **NEW)
    assert "Added. A link to sign in is on its way by e-mail." in owner.text
    assert "Jonas Jonaitis Social worker" in owner.text
    with database.transaction() as session:
        assert told(session, "events.staff.")[-1].contact.email == NEW["email"]


def test_whoever_is_there_already_is_not_added_again_and_what_was_typed_stays(owner: Visitor, address: str) -> None:
    owner.open(address).send(address, **NEW)
    owner.open(address).send(address, **NEW | {"role": "owner"})
    assert (owner.status, "This person already belongs to your organisation." in owner.text) == (409, True)
    assert 'value="Jonas Jonaitis"' in owner.page
    owner.send(address, **NEW | {"email": "nonsense"})
    assert (owner.status, 'value="nonsense"' in owner.page) == (422, True)


def test_a_role_is_changed_and_a_work_ended(owner: Visitor, database: Database, worker: Worker, address: str) -> None:
    petras = somebody(database, worker)
    owner.open(address).send(f"{address}/{petras}/role", role="check_in")
    assert "The role is changed." in owner.text
    assert "At the door" in owner.text
    assert owner.open(address).send(f"{address}/{petras}/role", role="mayor").status == 422
    owner.open(address).send(f"{address}/{petras}/end")
    assert "Their work here has ended" in owner.text
    assert "petras@example.lt" not in owner.text
    assert owner.open(address).send(f"{address}/{petras}/end").status == 404


def test_the_last_owner_stays_one(owner: Visitor, worker: Worker, address: str) -> None:
    for path, typed in ((f"{address}/{worker.id}/role", {"role": "organiser"}), (f"{address}/{worker.id}/end", {})):
        owner.open(address).send(path, **typed)
        assert (owner.status, "Your organisation needs an owner." in owner.text) == (409, True)


def test_others_neither_see_nor_change_it(app: Flask, database: Database, worker: Worker, address: str) -> None:
    petras = somebody(database, worker)
    with database.transaction() as session:
        elsewhere = a_worker(session, an_organisation(session, "Kita agentūra"))
    organisation = next(iter(worker.roles))
    for who, status in ((Worker(id=petras, roles={organisation: "organiser"}), 403), (elsewhere, 404)):
        visitor = Visitor(app, lang="en", talka_staff=token_of(who))
        assert visitor.open(address).status == status
        assert visitor.open("/organise/").send(address, **NEW).status == status
        assert visitor.open("/organise/").send(f"{address}/{petras}/end").status == status


def test_an_owner_gives_the_phone_on_duty_corrects_it_and_takes_it_away(
    app: Flask, owner: Visitor, database: Database, worker: Worker, address: str
) -> None:
    action = address.replace("/staff", "/duty-phone")

    def kept() -> str | None:
        with database.transaction() as session:
            number: str | None = session.scalar(text("SELECT duty_phone FROM organisations ORDER BY id LIMIT 1"))
            return number

    assert "Saved." in owner.open(address).send(action, duty_phone="0 612 34567").text
    assert kept() == "+37061234567"
    assert 'value="+37061234567"' in owner.page
    for wrong in ("12", "0 458 71234"):
        assert owner.open(address).send(action, duty_phone=wrong).status == 422
        assert f'value="{wrong}"' in owner.page
    assert kept() == "+37061234567"
    owner.open(address).send(action, duty_phone="")
    assert kept() is None
    with database.transaction() as session:
        assert audited(session).count("duty_phone_changed") == 2
    other = Visitor(app, lang="en", talka_staff=token_of(Worker(worker.id, {uuid4(): "owner"})))
    assert other.open("/organise/").send(action, duty_phone="0 612 34567").status in (403, 404)
    assert kept() is None
