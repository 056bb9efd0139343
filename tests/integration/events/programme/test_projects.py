"""Pages about projects: a lead lets organisations take part and sees all that counts; a partner sees it too."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from services.events.organisations import operations as organisations
from services.events.organisations.domain import Owner
from services.events.organisations.models import Organisation, Project
from services.events.organisations.queries import organisations as organisations_of
from services.events.organisations.queries import owners, projects
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker, a_draft, a_project, a_worker, an_event, an_organisation
from tests.support.ledger import audited, told
from tests.support.visitor import Visitor

PARTNER = {"name": "Jonavos draugija", "municipality": "Jonava", "part": "partner"}
OWNER = {"owner_name": "Ona", "owner_email": "ona@example.lt", "language": "lt"}


@pytest.fixture
def project(database: Database, worker: Worker) -> UUID:
    """A project that the worker's organisation leads."""
    with database.transaction() as session:
        return a_project(session, worker)


@pytest.fixture
def lead(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


def page_of(project: UUID) -> str:
    return f"/organise/projects/{project}"


def test_a_new_organisation_takes_part_and_its_owner_is_sent_a_link(
    lead: Visitor, database: Database, project: UUID
) -> None:
    lead.open("/organise/")
    assert 'href="/organise/projects/"' in lead.page
    assert "Talka visiems" in lead.open("/organise/projects/").text
    lead.open(page_of(project)).send(f"{page_of(project)}/partners", **PARTNER, **OWNER)
    assert "its owner gets a link to sign in" in lead.text
    assert "Jonavos draugija Partner" in lead.text
    with database.transaction() as session:
        assert told(session, "events.staff.sign_in")[-1].contact.email == "ona@example.lt"
        assert audited(session)[-1] == "partner_added"


def test_without_an_owner_nobody_new_is_founded(lead: Visitor, database: Database, project: UUID) -> None:
    lead.open(page_of(project)).send(f"{page_of(project)}/partners", **PARTNER)
    assert (lead.status, "Say who will be its owner." in lead.text) == (422, True)
    lead.send(f"{page_of(project)}/partners", **PARTNER | {"part": "friend"})
    assert lead.status == 422
    with database.transaction() as session:
        assert projects(session, _lead(session, project))[0]["partners"][1:] == []


@pytest.mark.parametrize("half", ["owner_name", "owner_email"])
def test_an_owner_named_by_half_is_asked_for_whole(lead: Visitor, database: Database, project: UUID, half: str) -> None:
    """Also where the organisation is known, which needs none: whoever types one means something by it."""
    with database.transaction() as session:
        an_organisation(session, name=PARTNER["name"])
    lead.open(page_of(project)).send(f"{page_of(project)}/partners", **PARTNER, **OWNER | {half: ""})
    assert (lead.status, "Please fill this in." in lead.text) == (422, True)


def _lead(session: Any, project: UUID) -> list[UUID]:
    return [session.get_one(Project, project).organisation_id]


def test_a_known_organisation_takes_part_once_and_gets_no_new_owner(
    app: Flask, lead: Visitor, database: Database, project: UUID
) -> None:
    with database.transaction() as session:
        known = an_organisation(session, name=PARTNER["name"])
        theirs = a_worker(session, known, role="organiser")
    for expected in (200, 409):
        lead.open(page_of(project)).send(f"{page_of(project)}/partners", **PARTNER, **OWNER)
        assert lead.status == expected
    assert "This organisation already takes part." in lead.text
    partner = Visitor(app, lang="en", talka_staff=token_of(theirs))
    assert "Talka visiems" in partner.open("/organise/projects/").text
    assert "Let an organisation take part" not in partner.open(page_of(project)).text
    assert "24-06" in partner.text
    assert "Talka visiems" in partner.open("/organise/events/new").text
    with database.transaction() as session:
        assert owners(session, known) == set()
    lead.open(page_of(project)).send(f"{page_of(project)}/partners/{known}/end")
    assert "takes part no more" in lead.text
    assert partner.open(page_of(project)).status == 404
    assert lead.send(f"{page_of(project)}/partners/{known}/end").status == 404


def test_a_stranger_is_offered_no_project_of_others(app: Flask, database: Database, project: UUID) -> None:
    with database.transaction() as session:
        own = an_organisation(session)
        stranger = Visitor(app, lang="en", talka_staff=token_of(a_worker(session, own)))
        assert organisations_of(session, [own])[0]["projects"] == []
        assert projects(session, [own]) == []
    assert "Talka visiems" not in stranger.open("/organise/events/new").text


def test_of_two_who_name_the_same_new_organisation_one_founds_it(
    database: Database, project: UUID, worker: Worker
) -> None:
    facts = {"name": "Jonavos draugija", "municipality": "Jonava", "part": "partner"}
    with database.transaction() as session:
        other = a_worker(session, an_organisation(session))
        others = a_project(session, other)

    def add(who: Worker, where: UUID, email: str) -> str | None:
        with database.transaction() as session:
            return organisations.add_partner(session, who, where, owner=Owner("Ona", email, "lt"), **facts)

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(add, worker, project, "a@example.lt"), pool.submit(add, other, others, "b@example.lt")]
        sent = [one.result() for one in asked]
    assert sent.count(None) == 1
    with database.transaction() as session:
        (made,) = session.scalars(select(Organisation.id).where(Organisation.name == facts["name"]))
        assert len(owners(session, made)) == 1


def test_nobody_is_a_partner_of_themselves(lead: Visitor, database: Database, project: UUID, worker: Worker) -> None:
    with database.transaction() as session:
        (own,) = organisations_of(session, worker.roles)
    lead.open(page_of(project)).send(f"{page_of(project)}/partners", **PARTNER | {"name": own["name"]}, **OWNER)
    assert (lead.status, "Your own organisation leads this project." in lead.text) == (409, True)


def test_the_lead_sees_what_partners_carry_out_but_no_drafts(
    lead: Visitor, database: Database, project: UUID, worker: Worker
) -> None:
    with database.transaction() as session:
        partner = an_organisation(session)
        theirs = a_worker(session, partner)
        organisations.add_partner(
            session, worker, project, name=_name(session, partner), municipality="x", part="partner"
        )
        an_event(session, theirs, project_id=project, title={"en": "An evening in Jonava"})
        a_draft(session, theirs, project_id=project, title={"en": "Not yet said"})
        an_event(session, theirs, title={"en": "For somebody else"})
    lead.open(page_of(project))
    assert "An evening in Jonava" in lead.text
    assert "Not yet said" not in lead.text
    assert "For somebody else" not in lead.text
    with database.transaction() as session:
        name = _name(session, partner)
    lead.send(f"{page_of(project)}/partners/{partner}/end")
    assert f"{name} · next:" in lead.text  # what a partner has carried out stays, and bears its name


def _name(session: Any, organisation_id: UUID) -> str:
    (found,) = organisations_of(session, [organisation_id])
    name: str = found["name"]
    return name


def test_an_organiser_of_the_lead_and_a_stranger_change_nothing(
    app: Flask, database: Database, project: UUID, worker: Worker
) -> None:
    with database.transaction() as session:
        (lead,) = worker.roles
        organiser = a_worker(session, lead, role="organiser")
        stranger = a_worker(session, an_organisation(session))
    for who, page, sent in ((organiser, 200, 403), (stranger, 404, 404)):
        visitor = Visitor(app, lang="en", talka_staff=token_of(who))
        assert visitor.open(page_of(project)).status == page
        visitor.open("/organise/events/new")
        assert visitor.send(f"{page_of(project)}/partners", **PARTNER, **OWNER).status == sent
    with database.transaction() as session:
        assert projects(session, [lead])[0]["partners"][1:] == []
