"""Who did not get it says why by text or on the page, and staff see that somebody has to help on."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.mediation import listeners, operations
from services.events.mediation.domain import WhyNot
from shared.contracts.envelope import wrap
from shared.contracts.notifications import ReplyReceived
from shared.database import Database
from tests.integration.events.mediation.conftest import accepted
from tests.support.factories.mediation import REFERRALS, a_referral, a_town, let_weeks_pass
from tests.support.visitor import Visitor


def hear(session: Session, referral_id: UUID, why_not: str = "") -> str | None:
    """They text no, or why; the reason that is kept."""
    reply = ReplyReceived(answer="no", about="referral", subject_id=referral_id, why_not=why_not)
    envelope = wrap("notifications", reply, subject=referral_id, version=1, correlation_id="c")
    listeners.subscriptions()[ReplyReceived](session, reply, envelope)
    session.flush()
    kept: str | None = session.scalars(text("SELECT why_not FROM referrals WHERE id = :id"), {"id": referral_id}).one()
    return kept


def asked(session: Session) -> UUID:
    worker, service_id = a_town(session)
    id_ = a_referral(session, worker, service_id)
    operations.accept(session, REFERRALS, id_)
    let_weeks_pass(session)
    operations.follow_up(session, REFERRALS, id_)
    return id_


@pytest.mark.parametrize("reason", WhyNot)
def test_a_reason_by_text_is_kept_as_on_the_page_and_the_first_counts(events_session: Session, reason: str) -> None:
    id_ = asked(events_session)
    assert hear(events_session, id_) is None
    assert hear(events_session, id_, reason) == reason
    assert hear(events_session, id_, "refused") == reason


def test_a_reason_of_a_newer_service_is_another_one_and_one_of_what_was_wiped_none(events_session: Session) -> None:
    id_ = asked(events_session)
    assert hear(events_session, id_, "by_bus") == "other"
    operations.wipe(events_session, id_)
    events_session.flush()
    assert hear(events_session, id_, "too_far") == "other"


def test_staff_see_whom_they_have_to_help_on_until_they_have_called(
    database: Database, staff: Visitor, referral_id: UUID
) -> None:
    accepted(database, referral_id)
    with database.transaction() as session:
        let_weeks_pass(session)
        operations.follow_up(session, REFERRALS, referral_id)
        operations.learn_by_reply(session, referral_id, got_it=False)
    assert "To call Did not get it" in staff.open("/organise/mediation/?show=call").text
    home = f"/organise/mediation/{referral_id}"
    assert "The person did not get this help. Call them and look for another way" in staff.open(home).text
    assert "Why did the person not get this help?" in staff.text
    version = staff.page.partition("/called/")[2].partition('"')[0]
    staff.send(f"{home}/called/{version}")
    assert "The person did not get this help." not in staff.text
    assert "Nothing waits here." in staff.open("/organise/mediation/?show=call").text
