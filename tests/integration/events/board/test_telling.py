"""The lead hears that a partner's news waits, and its writer what became of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.board import listeners, operations, queries
from services.events.board.domain import Decision, SubscriptionLinks, ends_at
from services.events.board.operations.moderating import LEFT
from services.events.organisations.operations import open_project, remove_partner, remove_staff, tell_staff
from shared.contracts.organisations import PostJudged
from shared.languages import gettext
from tests.support.factories.board import TITLE, a_partner, a_post, new_post
from tests.support.factories.events import Worker, a_worker, an_organisation
from tests.support.ledger import told

TALKA = "http://talka.test"


@pytest.fixture
def session(events_session: Session) -> Session:
    return events_session


@pytest.fixture
def lead(session: Session) -> Worker:
    return a_worker(session, an_organisation(session), "owner")


@pytest.fixture
def partner(session: Session, lead: Worker) -> Worker:
    return a_partner(session, lead)


def waits(session: Session) -> list[tuple[UUID, str, UUID]]:
    session.flush()
    rows = session.execute(text("SELECT organisation_id, what, subject_id FROM staff_waits ORDER BY organisation_id"))
    return [(row[0], row[1], row[2]) for row in rows]


def judged(session: Session) -> list[PostJudged]:
    """What writers are told, once all that is due has been done."""
    handlers = listeners.due(SubscriptionLinks("key", TALKA))
    kinds = {decision.due for decision in Decision}
    for kind, subject_id in session.execute(text("SELECT kind, subject_id FROM due ORDER BY due_at")).all():
        if kind in kinds:
            handlers[kind](session, subject_id)
    session.execute(text("DELETE FROM due"))
    session.flush()
    return told(session, "events.post.judged")


def test_owners_and_organisers_of_the_lead_hear_that_news_of_a_partner_waits(
    session: Session, lead: Worker, partner: Worker
) -> None:
    (lead_id,) = lead.roles
    organiser = a_worker(session, lead_id, "organiser")
    a_worker(session, lead_id, "social_worker")
    post_id = a_post(session, partner)
    assert waits(session) == [(lead_id, "post", post_id)]
    tell_staff(session, TALKA, session.scalars(text("SELECT id FROM staff_waits")).one())
    mails = told(session, "events.staff.awaited")
    assert sorted(mail.staff_id for mail in mails) == sorted([lead.id, organiser.id])
    assert {(one.what, one.number, one.link) for mail in mails for one in mail.waiting} == {
        ("post", 1, f"{TALKA}/organise/board/")
    }


def test_each_lead_of_a_partner_hears_of_it_until_one_has_judged(
    session: Session, lead: Worker, partner: Worker
) -> None:
    other = a_worker(session, an_organisation(session), "owner")
    (partner_id,) = partner.roles
    session.execute(
        text(
            "INSERT INTO projects (id, organisation_id, name, number, funder, starts_on, ends_on) "
            "SELECT gen_random_uuid(), :lead, 'Kitas', '1', 'ES', '2026-01-01', '2027-12-31'"
        ),
        {"lead": next(iter(other.roles))},
    )
    session.execute(
        text(
            "INSERT INTO partners (project_id, organisation_id, part) "
            "SELECT id, :partner, 'partner' FROM projects WHERE name = 'Kitas'"
        ),
        {"partner": partner_id},
    )
    post_id = a_post(session, partner)
    assert [one[0] for one in waits(session)] == sorted([*lead.roles, *other.roles])
    operations.send_back_post(session, other, post_id, 1, "Parašykite adresą.")
    assert waits(session) == []


@pytest.mark.parametrize("end", ["approve", "withdraw", "redraft"])
def test_nobody_waits_for_the_lead_any_more_once_it_is_judged_or_taken_back(
    session: Session, lead: Worker, partner: Worker, end: str
) -> None:
    post_id = a_post(session, partner)
    if end == "approve":
        operations.approve_post(session, lead, post_id, 1)
    elif end == "withdraw":
        operations.withdraw_post(session, partner, post_id, 1)
    else:
        operations.revise_post(session, partner, post_id, 1, **new_post(send=False))
    assert waits(session) == []


def test_a_change_of_what_is_on_the_board_waits_too_and_no_longer_than_its_last_day(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id = a_post(session, partner)
    operations.approve_post(session, lead, post_id, 1)
    until_on: date = new_post()["until_on"] - timedelta(days=3)
    operations.revise_post(session, partner, post_id, 2, **new_post(until_on=until_on))
    assert [one[2] for one in waits(session)] == [post_id]
    ends = session.scalar(text("SELECT due_at FROM due WHERE kind = 'staff_waits_no_more'"))
    assert ends == ends_at(until_on)


def test_the_writer_hears_that_it_is_approved_and_sent_back_with_what_to_change(
    session: Session, lead: Worker, partner: Worker
) -> None:
    writer = a_worker(session, next(iter(partner.roles)), "social_worker")
    approved, back = a_post(session, writer), a_post(session, writer)
    operations.approve_post(session, lead, approved, 1)
    operations.send_back_post(session, lead, back, 1, "Parašykite adresą.")
    mails = {mail.decision: mail for mail in judged(session)}
    assert {(mail.staff_id, mail.title["lt"]) for mail in mails.values()} == {(writer.id, TITLE["lt"])}
    assert (mails["approved"].reason, mails["approved"].link) == ("", f"{TALKA}/organise/board/{approved}")
    assert mails["sent_back"].reason == "Parašykite adresą."


def test_the_writer_hears_that_its_time_is_over_unless_they_have_renewed_it(session: Session, lead: Worker) -> None:
    over, renewed = a_post(session, lead), a_post(session, lead)
    session.flush()
    session.execute(text("UPDATE posts SET from_on = from_on - 60, until_on = until_on - 60"))
    session.expire_all()
    for post_id in (over, renewed):
        operations.expire_post(session, post_id)
    operations.renew_post(session, lead, renewed, 2)
    assert [(mail.decision, mail.link) for mail in judged(session)] == [("expired", f"{TALKA}/organise/board/{over}")]


def test_for_a_writer_who_has_left_the_owners_hear_it(session: Session, lead: Worker, partner: Worker) -> None:
    (partner_id,) = partner.roles
    owner = a_worker(session, partner_id, "owner")
    post_id = a_post(session, partner)
    session.flush()
    remove_staff(session, owner, partner_id, partner.id)
    operations.approve_post(session, lead, post_id, 1)
    assert [mail.staff_id for mail in judged(session)] == [owner.id]


def test_what_waits_for_a_lead_whose_project_its_organisation_has_left_goes_back_and_its_writer_hears_why(
    session: Session, lead: Worker, partner: Worker
) -> None:
    """Nobody would look at it any more, and nobody would say so."""
    (partner_id,) = partner.roles
    shown, waiting = a_post(session, partner), a_post(session, partner)
    operations.approve_post(session, lead, shown, 1)
    operations.revise_post(session, partner, shown, 2, **new_post(area="Kaunas"))
    judged(session)
    remove_partner(session, lead, session.scalars(text("SELECT id FROM projects")).one(), partner_id)
    due = session.execute(text("SELECT kind, subject_id FROM due WHERE kind = 'partner_left'")).one()
    assert due == ("partner_left", partner_id)
    give_back = listeners.due(SubscriptionLinks("key", TALKA))[due.kind]
    for _time in range(2):
        give_back(session, due.subject_id)
    assert waits(session) == []
    rows = session.execute(text("SELECT state, area, reason <> '' FROM posts ORDER BY id")).all()
    assert rows == [("published", "", True), ("sent_back", "", True)]
    mails = judged(session)[-2:]
    assert {(mail.staff_id, mail.decision, mail.reason) for mail in mails} == {(partner.id, "sent_back", gettext(LEFT))}
    operations.revise_post(session, partner, waiting, 2, **new_post())
    assert session.scalar(text("SELECT state FROM posts WHERE id = :id"), {"id": waiting}) == "published"


def test_what_waits_for_another_lead_as_well_stays_with_them_and_who_wrote_it_may_have_left(
    session: Session, lead: Worker, partner: Worker
) -> None:
    (partner_id,) = partner.roles
    other = a_worker(session, an_organisation(session), "owner")
    project = session.scalars(text("SELECT id FROM projects")).one()
    led = {"number": "2", "funder": "ES", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    kept = open_project(session, next(iter(other.roles)), partners={partner_id: "partner"}, name="Kitas", **led)
    post_id = a_post(session, partner)
    remove_partner(session, lead, project, partner_id)
    operations.give_back_posts(session, partner_id)
    assert [one["id"] for one in queries.posts_waiting(session, list(other.roles), limit=9)] == [post_id]
    owner = a_worker(session, partner_id, "owner")
    session.flush()
    remove_staff(session, owner, partner_id, partner.id)
    remove_partner(session, other, kept, partner_id)
    operations.give_back_posts(session, partner_id)
    assert [mail.staff_id for mail in judged(session)] == [owner.id]
