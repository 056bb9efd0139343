"""Partners are invited to a date, answer by their link, and are reminded once."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.invitations import listeners, operations, queries
from services.events.invitations.domain import REMINDER, Guest, InvitationLinks, TooLateToInvite
from services.events.programme import operations as programme
from shared.contracts.envelope import wrap
from shared.contracts.notifications import MessageDelivered, MessageFailed
from shared.errors import Forbidden, NotFound
from shared.messaging.worker import Service, process_due
from tests.integration.events.invitations.conftest import ONA, asked, date_of, letters
from tests.support.factories.events import Worker, a_draft, a_worker, an_event, an_occurrence, an_organisation
from tests.support.ledger import audited
from tests.support.statements import counted
from tests.support.visitor import Visitor


def test_partners_and_a_person_by_name_are_invited_once_and_answer(
    app: Flask, service: Service, planner: Visitor, evening: dict[str, Any], partner: Worker
) -> None:
    page = f"/organise/events/{evening['id']}"
    assert "Invite partners" in planner.open(page).text
    (organisation,) = partner.roles
    typed = {"occurrence_id": str(date_of(evening)), "partners": str(organisation)}
    typed |= {"name": ONA.name, "email": ONA.email, "language": "lt"}
    planner.open(f"{page}/invitations").send(f"{page}/invitations", **typed)
    assert "2 invitations are on their way." in planner.text
    planner.send(f"{page}/invitations", **typed)
    assert "They were all invited before" in planner.text
    sent = letters(service)
    assert {letter.contact.email for letter in sent} >= {ONA.email}
    assert len({letter.link for letter in sent}) == 2
    link = next(one.link for one in sent if one.contact.email == ONA.email).removeprefix("http://talka.test")
    guest = Visitor(app, lang="en").open(f"{link}?lang=en")
    guest.send(link, answer="other")
    assert (guest.status, "Please fill this in." in guest.text) == (422, True)
    guest.send(link, answer="other", other_name="Petras", people="3", words="Atvyksime autobusu.")
    assert "Thank you." in guest.text
    seen = planner.open(f"{page}/invitations").text
    for words in ("People who come: 3", "Petras", "Atvyksime autobusu.", "No answer yet"):
        assert words in seen
    assert '<p class="lines" lang="lt" dir="ltr"><bdi>Atvyksime autobusu.</bdi></p>' in planner.page
    assert "Invited partners: 2, answered: 1, people who come: 3" in planner.open(page).text
    guest.open(link).send(link, answer="no", people="3")
    assert "People who come: 0" in planner.open(f"{page}/invitations").text
    with service.database.reading() as session:
        assert {"partners_invited", "invitations_read"} <= set(audited(session))


def test_an_invitation_that_did_not_arrive_is_seen_and_goes_to_the_right_address_once(
    service: Service, links: InvitationLinks, worker: Worker, planner: Visitor, evening: dict[str, Any]
) -> None:
    page = f"/organise/events/{evening['id']}/invitations"
    facts: dict[str, Any] = {"occurrence_id": date_of(evening), "partners": []}
    with service.database.transaction() as session:
        operations.invite(session, links, worker, evening["id"], **facts, guest=ONA)
        petras = Guest("Petras", "petras@vvg.example", "lt")
        operations.invite(session, links, worker, evening["id"], **facts, guest=petras)
        mine = session.scalars(text("SELECT id FROM invitations WHERE name = 'Ona'")).one()

    def hear(message: type[MessageFailed | MessageDelivered], about: str = "invitation", **more: Any) -> str:
        """What planners then read."""
        told = message(message_id=mine, purpose="representative_invited", about=about, subject_id=mine, **more)
        envelope = wrap("notifications", told, subject=mine, version=1, correlation_id="c")
        with service.database.transaction() as session:
            listeners.subscriptions()[message](session, told, envelope)
        return planner.open(page).text

    assert "Correct the address" not in hear(MessageFailed, about="sign_up", state="failed")
    assert "Could not be reached" in hear(MessageFailed, state="failed")
    assert "Correct the address" not in hear(MessageDelivered, by="receipt")
    hear(MessageFailed, state="failed")
    for wrong, status, said in (("ona", 422, "e-mail"), (petras.email, 409, "is invited to this date already")):
        planner.open(page).send(f"{page}/{mine}/address", email=wrong)
        assert (planner.status, said in planner.text) == (status, True)
    for _ in range(2):
        planner.open(page).send(f"{page}/{mine}/address", email="Ona.Petraite@vvg.example")
        assert "Could not be reached" not in planner.text
    assert [letter.contact.email for letter in letters(service)][2:] == ["ona.petraite@vvg.example"]
    wrong_person, _petras, right_person = (one.link.removeprefix("http://talka.test") for one in letters(service))
    assert [planner.open(link).status for link in (wrong_person, right_person)] == [404, 200]


def test_a_letter_to_the_former_address_that_fails_late_says_nothing_of_the_new_one(
    service: Service, links: InvitationLinks, worker: Worker, planner: Visitor, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    with service.database.transaction() as session:
        mine = session.scalars(text("SELECT id FROM invitations")).one()
        operations.correct_address(session, links, worker, evening["id"], mine, email="ona.petraite@vvg.example")
    for version, seen in ((1, False), (2, True)):
        facts: dict[str, Any] = {"message_id": mine, "purpose": "representative_invited", "about": "invitation"}
        failed = MessageFailed(**facts, subject_id=mine, state="failed", subject_version=version)
        envelope = wrap("notifications", failed, subject=mine, version=1, correlation_id="c")
        with service.database.transaction() as session:
            listeners.subscriptions()[MessageFailed](session, failed, envelope)
        page = planner.open(f"/organise/events/{evening['id']}/invitations").text
        assert ("Could not be reached" in page) is seen


def test_an_address_is_corrected_by_those_who_plan_the_event_while_its_date_is_ahead(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    with service.database.transaction() as session:
        facts: dict[str, Any] = {"occurrence_id": date_of(evening), "partners": []}
        operations.invite(session, links, worker, evening["id"], **facts, guest=ONA)
        mine = session.scalars(text("SELECT id FROM invitations")).one()
        at_the_door = a_worker(session, next(iter(worker.roles)), "check_in")
    for person, invitation_id, rule in (
        (at_the_door, mine, Forbidden),
        (worker, UUID(int=5), NotFound),
        (worker, mine, TooLateToInvite),
    ):
        with pytest.raises(rule), service.database.transaction() as session:
            if rule is TooLateToInvite:
                session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
            email = "ona.petraite@vvg.example"
            operations.correct_address(session, links, person, evening["id"], invitation_id, email=email)
    assert len(letters(service)) == 1


def test_nobody_chosen_and_half_a_person_are_said(planner: Visitor, evening: dict[str, Any]) -> None:
    page = f"/organise/events/{evening['id']}/invitations"
    typed = {"occurrence_id": str(date_of(evening))}
    for wrong, said in (
        ({}, "Choose a partner that somebody works for here"),
        ({"partners": str(UUID(int=5))}, "Choose a partner that somebody works for here"),
        ({"name": "Ona"}, "Please fill this in."),
        ({"email": "ona@vvg.example"}, "Please fill this in."),
    ):
        planner.open(page).send(page, **typed | wrong)
        assert (planner.status, said in planner.text) == (422, True)


def test_who_has_not_answered_is_reminded_once_three_days_before(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any], app: Flask
) -> None:
    path = asked(service, links, worker, evening)
    asked(service, links, worker, evening, Guest("Petras", "petras@vvg.example", "lt"))
    Visitor(app, lang="en").open(path).send(path, answer="yes", people="1")

    def three_days_before() -> None:
        with service.database.transaction() as session:
            soon = "UPDATE occurrences SET starts_at = now() + interval '71 hours', ends_at = now() + interval '9 days'"
            session.execute(text(soon))
            session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": REMINDER})
        process_due(service)

    before = len(letters(service))
    three_days_before()
    three_days_before()
    reminders = letters(service)[before:]
    assert [letter.contact.email for letter in reminders] == ["petras@vvg.example"]


def test_a_date_that_is_moved_is_reminded_of_later_and_one_that_is_cancelled_never(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    asked(service, links, worker, evening)
    for move, left in (("starts_at", 1), ("cancelled", 0)):
        with service.database.transaction() as session:
            if move == "cancelled":
                session.execute(
                    text("UPDATE occurrences SET state = 'cancelled', starts_at = now() + interval '1 hour'")
                )
            session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": REMINDER})
        process_due(service)
        with service.database.transaction() as session:
            waiting = session.scalar(text("SELECT count(*) FROM due WHERE kind = :kind"), {"kind": REMINDER})
            operations.remind(session, links, UUID(int=1))
        assert (len(letters(service)), waiting) == (1, left)


def test_after_the_date_has_begun_nobody_is_invited_and_no_answer_is_changed(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any], app: Flask
) -> None:
    path = asked(service, links, worker, evening)
    guest = Visitor(app, lang="en").open(path)
    guest.send(path, answer="yes")
    guest.open(f"{path}?lang=en")
    with service.database.transaction() as session:
        session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 hour'"))
    guest.send(path, answer="no")
    assert (guest.status, "This date has begun or is cancelled" in guest.text) == (409, True)
    assert "Your answer was: I come" in guest.open(path).text
    with pytest.raises(TooLateToInvite), service.database.transaction() as session:
        operations.invite(session, links, worker, evening["id"], occurrence_id=date_of(evening), partners=(), guest=ONA)


def test_soon_before_the_date_there_is_no_reminder(service: Service, links: InvitationLinks, worker: Worker) -> None:
    with service.database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(2)])
    asked(service, links, worker, event)
    with service.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM due WHERE kind = :kind"), {"kind": REMINDER}) == 0


def test_others_see_and_change_nothing(
    service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any], partner: Worker
) -> None:
    with service.database.transaction() as session:
        door = a_worker(session, next(iter(worker.roles)), "check_in")
        draft = a_draft(session, worker)
        stranger = a_worker(session, an_organisation(session))
        facts: dict[str, Any] = {"partners": (), "guest": ONA}
        for person, error in ((stranger, NotFound), (partner, NotFound), (door, Forbidden)):
            with pytest.raises(error):
                operations.invite(session, links, person, evening["id"], occurrence_id=date_of(evening), **facts)
            with pytest.raises(error):
                operations.read_invitations(session, person, evening["id"])
        with pytest.raises(NotFound):
            operations.invite(session, links, worker, evening["id"], occurrence_id=UUID(int=1), **facts)
        with pytest.raises(TooLateToInvite):
            operations.invite(session, links, worker, draft["id"], occurrence_id=date_of(draft), **facts)
        for read in (
            queries.invitation,
            lambda one, token: operations.answer_invitation(one, token, answer="no", people=0, other_name="", words=""),
        ):
            with pytest.raises(NotFound):
                read(session, "forged")


def test_a_cancelled_date_says_so_on_the_invitation(
    app: Flask, service: Service, links: InvitationLinks, worker: Worker, evening: dict[str, Any]
) -> None:
    path = asked(service, links, worker, evening)
    with service.database.transaction() as session:
        programme.cancel_event(session, worker, evening["id"], evening["version"], reason={})
    assert "This date has begun or is cancelled" in Visitor(app, lang="en").open(f"{path}?lang=en").text


def test_the_list_asks_the_database_no_more_for_more(
    service: Service, links: InvitationLinks, worker: Worker, planner: Visitor, evening: dict[str, Any]
) -> None:
    seen_at = []
    for many in (1, 6):
        for number in range(many):
            asked(service, links, worker, evening, Guest("Ona", f"ona{many}{number}@vvg.example", "lt"))
        with counted(service.database.engine) as seen:
            assert planner.open(f"/organise/events/{evening['id']}/invitations").status == 200
        seen_at.append(len(seen))
    assert seen_at[0] == seen_at[1]
