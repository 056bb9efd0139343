"""Whoever drives somebody there may drive them back after a short stay, and is busy all the time in between."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import AnotherPromise
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations import claims, closing
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.joining import APART, take_whole_time
from services.volunteers.assistance.queries.matches import who
from services.volunteers.people.models import Commitment, Volunteer
from shared.database import Database, moment
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_contact, a_helper, a_request, ahead

HALF = timedelta(minutes=30)


def two_ways(session: Session, stay: timedelta = HALF) -> tuple[Request, Request]:
    """Half an hour there, a stay, half an hour back."""
    starts = ahead()
    there = a_request(session, starts_at=starts, ends_at=starts + HALF, return_at=starts + HALF + stay)
    return there, session.scalars(select(Request).where(Request.leg_of == there.id)).one()


def promise(session: Session, request: Request, helper: Volunteer) -> UUID:
    """The offer of a helper who has promised on the phone."""
    choose(session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS], said_yes=True)
    asked = (Offer.request_id == request.id, Offer.volunteer_id == helper.id, Offer.state == "accepted")
    return session.scalars(select(Offer.id).where(*asked)).one()


def busy(session: Session, offer_id: UUID) -> tuple[datetime | None, datetime | None]:
    wanted = select(Commitment.during).where(Commitment.subject_id == offer_id)
    during = session.scalars(wanted.execution_options(populate_existing=True)).one()
    return during.lower, during.upper


@pytest.mark.parametrize("first", ["there", "back"])
def test_whoever_drives_one_way_may_drive_the_other_after_a_short_stay_and_waits(
    volunteers_session: Session, first: str
) -> None:
    session = volunteers_session
    helper, (there, back) = a_helper(session), two_ways(session)
    order = (back, there) if first == "back" else (there, back)
    offers = {one.id: promise(session, one, helper) for one in order}
    (begins, waits), (comes, ends) = busy(session, offers[there.id]), busy(session, offers[back.id])
    around = timedelta(minutes=20)
    assert (begins, ends) == (there.starts_at - around, back.ends_at + around)
    assert waits == comes


def test_who_has_something_else_in_between_cannot_drive_back(volunteers_session: Session) -> None:
    session = volunteers_session
    helper, (there, back) = a_helper(session), two_ways(session, stay=timedelta(hours=3))
    other: dict[str, Any] = {"starts_at": back.starts_at - HALF, "person": a_contact(phone="+37061277777")}
    promise(session, there, helper)
    promise(session, a_request(session, kind="home_visit", ends_at=back.starts_at, **other), helper)
    found = who(session, back, helper.id, moment(session))
    assert found is not None
    assert found[1] == "busy"


def test_what_overlaps_itself_is_no_way_back_for_the_same_helper(volunteers_session: Session) -> None:
    session = volunteers_session
    helper, (there, back) = a_helper(session), two_ways(session)
    offer = promise(session, there, helper)
    back.starts_at = there.ends_at - timedelta(minutes=5)
    session.flush()
    assert who(session, back, helper.id, moment(session))[1] == "busy"  # type: ignore[index]  # they may be asked
    question = text(
        "INSERT INTO offers (id, request_id, volunteer_id, token_digest, wave, expires_at) "
        "SELECT gen_random_uuid(), :back, volunteer_id, '\\x01', 1, expires_at FROM offers WHERE id = :id RETURNING id"
    )
    with pytest.raises(AnotherPromise):
        claims.accept(session, LINKS, session.scalar(question, {"back": back.id, "id": offer}), "volunteer")


@pytest.mark.parametrize("gone", ["drops out", "is cancelled"])
def test_when_one_way_is_given_back_the_other_takes_its_whole_time_again(
    volunteers_session: Session, gone: str
) -> None:
    session = volunteers_session
    helper, (there, back) = a_helper(session), two_ways(session)
    first, second = promise(session, back, helper), promise(session, there, helper)
    if gone == "drops out":
        claims.drop_out(session, LINKS, first, "volunteer")
    else:
        closing.cancel(session, LINKS, back.id)
    rows = text("SELECT subject_id FROM due WHERE kind = :kind")
    assert session.scalars(rows, {"kind": APART}).all() == [there.id]
    for _ in range(2):
        take_whole_time(session, there.id)
    assert busy(session, second) == (there.starts_at - timedelta(minutes=20), there.ends_at + timedelta(minutes=20))
    closing.cancel(session, LINKS, there.id)
    take_whole_time(session, there.id)
    assert session.scalars(select(Commitment.subject_id)).all() == []


def test_a_way_that_is_given_back_while_the_other_is_promised_leaves_the_other_its_whole_time(
    database: Database,
) -> None:
    with database.transaction() as session:
        helper, (there, back) = a_helper(session), two_ways(session)
        first = promise(session, there, helper)
    with database.transaction() as promising:
        second = promise(promising, promising.get_one(Request, back.id), helper)
        with database.transaction() as dropping:
            claims.drop_out(dropping, LINKS, first, "volunteer")
        with database.transaction() as worker:
            take_whole_time(worker, back.id)  # comes too early, and again in a second
    with database.transaction() as session:
        around = timedelta(minutes=20)
        assert busy(session, second)[0] != back.starts_at - around
        waits = text("SELECT count(*) FROM due WHERE kind = :kind AND subject_id = :id")
        assert session.scalar(waits, {"kind": APART, "id": back.id}) == 1
        take_whole_time(session, back.id)
        assert busy(session, second) == (back.starts_at - around, back.ends_at + around)
