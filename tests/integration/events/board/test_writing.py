"""Who writes on the board, who reads it first, and how a post's time begins and ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.board import operations, queries
from services.events.board.domain import ENDS, FACTS, NothingToModerate, NotRenewable, PostIsOver, State
from shared.errors import Forbidden, Invalid, NotFound, Stale
from tests.support.factories.board import a_partner, a_post, new_post
from tests.support.factories.events import Worker, a_worker, an_organisation
from tests.support.ledger import audited

RETITLED = {"lt": "Kursai prasideda vėliau"}


@pytest.fixture
def session(events_session: Session) -> Session:
    return events_session


@pytest.fixture
def lead(session: Session) -> Worker:
    return a_worker(session, an_organisation(session))


@pytest.fixture
def partner(session: Session, lead: Worker) -> Worker:
    return a_partner(session, lead)


def on_the_board(session: Session) -> list[UUID]:
    session.flush()
    return [post["id"] for post in queries.board(session, limit=50)[0]]


def state(session: Session, post_id: UUID) -> str:
    session.flush()
    return str(queries.post(session, post_id)["state"])


def revised(**facts: Any) -> dict[str, Any]:
    return new_post(title=RETITLED, **facts)


def days_pass(session: Session, post_id: UUID, days: int) -> None:
    """As if the post had been written so many days earlier."""
    session.flush()
    session.execute(
        text(
            "UPDATE posts SET from_on = from_on - :days, until_on = until_on - :days, "
            "appears_at = appears_at - make_interval(days => :days) WHERE id = :id"
        ),
        {"days": days, "id": post_id},
    )
    session.expire_all()


def test_the_post_of_a_lead_is_on_the_board_at_once_and_ends_by_itself(session: Session, lead: Worker) -> None:
    post_id = a_post(session, lead)
    assert on_the_board(session) == [post_id]
    due = session.execute(text("SELECT subject_id FROM due WHERE kind = :kind"), {"kind": ENDS}).scalars().all()
    assert due == [post_id]


def test_a_partners_post_waits_until_the_lead_has_approved_it(session: Session, lead: Worker, partner: Worker) -> None:
    post_id = a_post(session, partner)
    assert (on_the_board(session), state(session, post_id)) == ([], State.WAITING)
    assert [post["id"] for post in queries.posts_waiting(session, lead.roles, limit=9)] == [post_id]
    operations.approve_post(session, lead, post_id, 1)
    assert on_the_board(session) == [post_id]
    assert queries.posts_waiting(session, lead.roles, limit=9) == []
    assert audited(session)[-2:] == ["post_written", "post_approved"]
    with pytest.raises(NothingToModerate):
        operations.approve_post(session, lead, post_id, 2)


def test_what_is_sent_back_says_why_and_can_be_sent_again(session: Session, lead: Worker, partner: Worker) -> None:
    post_id = a_post(session, partner)
    operations.send_back_post(session, lead, post_id, 1, "Parašykite adresą.")
    found = queries.post(session, post_id)
    assert (found["state"], found["reason"], found["waits"]) == (State.SENT_BACK, "Parašykite adresą.", False)
    operations.revise_post(session, partner, post_id, 2, **revised())
    found = queries.post(session, post_id)
    assert (found["state"], found["reason"], found["waits"]) == (State.WAITING, "", True)


def test_a_partners_change_leaves_the_board_as_it_is_until_it_is_approved(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id = a_post(session, partner)
    operations.approve_post(session, lead, post_id, 1)
    before = queries.post_shown(session, post_id)
    operations.revise_post(session, partner, post_id, 2, **revised())
    assert queries.post_shown(session, post_id) == before
    assert [post["id"] for post in queries.posts_waiting(session, lead.roles, limit=9)] == [post_id]
    operations.send_back_post(session, lead, post_id, 3, "Ne taip.")
    assert queries.post_shown(session, post_id) == before
    assert queries.posts_waiting(session, lead.roles, limit=9) == []
    operations.revise_post(session, partner, post_id, 4, **revised())
    operations.approve_post(session, lead, post_id, 5)
    after = queries.post_shown(session, post_id)
    assert (after["title"], after["appears_at"]) == (RETITLED, before["appears_at"])
    assert queries.post(session, post_id)["proposed"] is None


def test_a_leads_change_goes_out_at_once_and_moves_it_only_to_a_later_day(session: Session, lead: Worker) -> None:
    post_id = a_post(session, lead)
    operations.revise_post(session, lead, post_id, 1, **revised(send=False))
    assert queries.post_shown(session, post_id)["title"] == RETITLED
    later = new_post()["from_on"] + timedelta(days=3)
    operations.revise_post(session, lead, post_id, 2, **revised(from_on=later))
    assert on_the_board(session) == []
    with pytest.raises(NotFound):
        queries.post_shown(session, post_id)


def test_a_draft_is_seen_by_nobody_until_it_is_sent(session: Session, lead: Worker) -> None:
    post_id = a_post(session, lead, send=False)
    assert (on_the_board(session), state(session, post_id)) == ([], State.DRAFT)
    with pytest.raises(NotRenewable):
        operations.renew_post(session, lead, post_id, 1)
    operations.revise_post(session, lead, post_id, 1, **revised())
    assert on_the_board(session) == [post_id]


def test_a_partner_takes_back_what_waits_by_saving_it_as_a_draft(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id = a_post(session, partner)
    operations.revise_post(session, partner, post_id, 1, **revised(send=False))
    assert state(session, post_id) == State.DRAFT
    with pytest.raises(Stale):
        operations.approve_post(session, lead, post_id, 1)
    with pytest.raises(NothingToModerate):
        operations.send_back_post(session, lead, post_id, 2, "Ne.")


def test_a_post_is_gone_with_its_last_day_and_renewed_by_its_writer_alone(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id = a_post(session, partner)
    operations.approve_post(session, lead, post_id, 1)
    operations.renew_post(session, partner, post_id, 2)
    operations.expire_post(session, post_id)
    assert state(session, post_id) == State.PUBLISHED  # its time is not over
    days_pass(session, post_id, 30)
    assert on_the_board(session) == []  # whether the worker has come by or not
    operations.expire_post(session, post_id)
    operations.expire_post(session, uuid4())
    assert state(session, post_id) == State.EXPIRED
    with pytest.raises(PostIsOver):
        queries.post_shown(session, post_id)
    operations.renew_post(session, partner, post_id, 4)
    assert on_the_board(session) == [post_id]
    today = new_post()["from_on"]
    assert queries.post(session, post_id)["until_on"] == today + timedelta(days=29)


def test_what_waited_too_long_is_not_approved_for_days_that_are_over(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id = a_post(session, partner)
    days_pass(session, post_id, 31)
    with pytest.raises(Invalid):
        operations.approve_post(session, lead, post_id, 1)


def test_what_is_withdrawn_leaves_the_board_and_may_come_back(session: Session, lead: Worker) -> None:
    post_id = a_post(session, lead)
    operations.withdraw_post(session, lead, post_id, 1)
    assert (on_the_board(session), state(session, post_id)) == ([], State.WITHDRAWN)
    assert session.execute(text("SELECT count(*) FROM due WHERE kind = :kind"), {"kind": ENDS}).scalar() == 0
    operations.revise_post(session, lead, post_id, 2, **revised())
    assert on_the_board(session) == [post_id]


def test_two_editors_do_not_overwrite_each_other(session: Session, lead: Worker) -> None:
    post_id = a_post(session, lead)
    operations.revise_post(session, lead, post_id, 1, **revised())
    for change in (operations.renew_post, operations.withdraw_post):
        with pytest.raises(Stale):
            change(session, lead, post_id, 1)
    with pytest.raises(Stale):
        operations.revise_post(session, lead, post_id, 1, **new_post())


def test_strangers_and_partners_judge_nothing_and_those_at_the_door_write_nothing(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id, stranger = a_post(session, partner), a_worker(session, an_organisation(session))
    for person in (stranger, partner):
        with pytest.raises(NotFound):
            operations.approve_post(session, person, post_id, 1)
    for person in (stranger, lead):
        with pytest.raises(NotFound):
            operations.revise_post(session, person, post_id, 1, **revised())
    with pytest.raises(Forbidden):
        a_post(session, a_worker(session, an_organisation(session), "check_in"))
    with pytest.raises(NotFound):
        operations.renew_post(session, lead, uuid4(), 1)
    worker_of_lead = a_worker(session, next(iter(lead.roles)), "social_worker")
    assert not queries.may_judge(session, worker_of_lead, next(iter(partner.roles)), operations.MODERATORS)
    assert queries.posts_waiting(session, [], limit=9) == []


def test_days_that_do_not_fit_change_nothing(session: Session, lead: Worker) -> None:
    post_id, far = a_post(session, lead), new_post()["from_on"] + timedelta(days=90)
    with pytest.raises(Invalid):
        operations.revise_post(session, lead, post_id, 1, **revised(until_on=far))
    assert set(FACTS) <= queries.post(session, post_id).keys()
    assert queries.post(session, post_id)["version"] == 1


def older(session: Session, post_id: UUID) -> list[str]:
    session.flush()
    return list(queries.post(session, post_id)["outdated"])


def test_where_only_the_lithuanian_text_changes_the_others_are_older_until_changed_or_compared(
    session: Session, lead: Worker
) -> None:
    told = {"lt": "Kursai", "uk": "Курси", "ar": "دروس", "en": "Courses"}
    post_id = a_post(session, lead, title=told)
    assert older(session, post_id) == []
    operations.revise_post(session, lead, post_id, 1, **new_post(title=told | {"lt": "Kitaip", "en": "Else"}))
    assert older(session, post_id) == ["uk", "ar"]
    present = told | {"lt": "Kitaip", "en": "Else", "ar": "غير"}
    operations.revise_post(session, lead, post_id, 2, **new_post(title=present))
    assert older(session, post_id) == ["uk"]
    operations.revise_post(session, lead, post_id, 3, **new_post(title=present), checked=["uk"])
    assert older(session, post_id) == []


def test_what_is_older_of_a_partners_post_is_told_once_the_lead_has_approved_the_change(
    session: Session, lead: Worker, partner: Worker
) -> None:
    post_id = a_post(session, partner)
    operations.approve_post(session, lead, post_id, 1)
    changed = new_post()["title"] | {"lt": "Kursai prasideda vėliau"}
    operations.revise_post(session, partner, post_id, 2, **new_post(title=changed))
    assert older(session, post_id) == []
    operations.approve_post(session, lead, post_id, 3)
    assert older(session, post_id) == ["uk"]
    operations.revise_post(session, partner, post_id, 4, **new_post(title=changed), checked=["uk"])
    operations.approve_post(session, lead, post_id, 5)
    assert older(session, post_id) == []
