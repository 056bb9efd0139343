"""The lead hears that a partner's news waits, and its writer what became of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.board import listeners, operations
from services.events.board.domain import Decision, SubscriptionLinks, ends_at
from services.events.organisations.operations import remove_staff, tell_staff
from shared.contracts.organisations import PostJudged
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
