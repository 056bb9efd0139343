"""Staff hear that somebody waits: at once of the first, then at most once an hour, of what still waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations import listeners
from services.events.organisations.domain import Wait
from services.events.organisations.operations import await_staff, tell_staff, wait_no_more
from shared.contracts.envelope import wrap
from shared.contracts.organisations import StaffAwaited
from shared.contracts.volunteers import RequestAsked, RequestOpened
from shared.database import Database, moment
from tests.contract.people_of_help import REQUESTED
from tests.support.factories.events import a_worker, an_organisation
from tests.support.ledger import told

TALKA = "http://talka.test"


@pytest.fixture
def own(events_session: Session) -> UUID:
    """An organisation for which somebody works."""
    organisation_id = an_organisation(events_session)
    a_worker(events_session, organisation_id)
    return organisation_id


def waits(session: Session, organisation_id: UUID, what: Wait = Wait.REFERRAL, subject_id: UUID | None = None) -> UUID:
    """What waits from now on; by which id it is due."""
    subject_id = subject_id or uuid4()
    await_staff(session, organisation_id, what, subject_id)
    wait_id: UUID = session.scalars(text("SELECT id FROM staff_waits WHERE subject_id = :id"), {"id": subject_id}).one()
    return wait_id


def mails(session: Session) -> list[dict[str, int]]:
    """How much of what each mail told."""
    session.flush()
    return [{one.what: one.number for one in mail.waiting} for mail in told(session, "events.staff.awaited")]


def due_in(session: Session) -> list[timedelta]:
    session.flush()
    due = text("SELECT due_at - now() FROM due WHERE kind = 'staff_waits' ORDER BY due_at")
    return list(session.scalars(due))


def an_hour_passes(session: Session) -> None:
    session.flush()
    session.execute(text("UPDATE organisations SET staff_told_at = staff_told_at - interval '1 hour'"))


def test_the_first_is_told_at_once_and_what_comes_after_it_in_one_mail_an_hour_later(
    events_session: Session, own: UUID
) -> None:
    first = waits(events_session, own)
    assert due_in(events_session) == [timedelta(0)]
    tell_staff(events_session, TALKA, first)
    later = [waits(events_session, own, what) for what in (Wait.EDIT, Wait.EDIT, Wait.KIOSK_CALL)]
    for wait_id in later:
        tell_staff(events_session, TALKA, wait_id)
    assert mails(events_session) == [{"referral": 1}]
    assert due_in(events_session)[1:] == [timedelta(hours=1)] * 3
    an_hour_passes(events_session)
    for wait_id in later:
        tell_staff(events_session, TALKA, wait_id)
    assert mails(events_session) == [{"referral": 1}, {"edit": 2, "kiosk_call": 1, "referral": 1}]


def test_a_stranger_s_request_waits_until_it_is_given_up_even_if_that_was_heard_first(
    events_session: Session, own: UUID
) -> None:
    asked = RequestAsked(request_id=uuid4(), organisation_id=own, until=moment(events_session) + timedelta(hours=2))
    envelope = wrap("volunteers", asked, subject=asked.request_id, version=2, correlation_id="c")
    listeners.subscriptions()[RequestAsked](events_session, asked, envelope)
    ((wait_id, what),) = events_session.execute(text("SELECT id, what FROM staff_waits")).all()
    tell_staff(events_session, TALKA, wait_id)
    assert (what, mails(events_session)) == ("request", [{"request": 1}])
    ends = text("SELECT due_at - now() FROM due WHERE kind = 'staff_waits_no_more' AND subject_id = :id")
    assert events_session.scalar(ends, {"id": asked.request_id}) == timedelta(hours=2)
    listeners.due(TALKA)["staff_waits_no_more"](events_session, asked.request_id)
    assert events_session.execute(text("SELECT id FROM staff_waits")).all() == []


def test_those_whose_role_it_is_read_where_to_look_and_nobody_s_name(events_session: Session, own: UUID) -> None:
    worker = a_worker(events_session, own, "social_worker")
    a_worker(events_session, own, "check_in")
    tell_staff(events_session, TALKA, waits(events_session, own, Wait.KIOSK_CALL))
    found: list[StaffAwaited] = told(events_session, "events.staff.awaited")
    assert worker.id in {one.staff_id for one in found}
    assert len(found) == 2
    assert {one.contact.any_hour for one in found} == {False}
    assert found[0].waiting[0].link == "http://talka.test/organise/kiosks/calls"


def test_what_was_seen_to_by_then_is_not_told(events_session: Session, own: UUID) -> None:
    subject_id = uuid4()
    wait_id = waits(events_session, own, subject_id=subject_id)
    wait_no_more(events_session, subject_id)
    tell_staff(events_session, TALKA, wait_id)
    request_id = REQUESTED["request_id"]
    wait_id = waits(events_session, own, Wait.REQUEST, request_id)
    opened = RequestOpened(**REQUESTED, code="K7M2QX", by="person")
    envelope = wrap("volunteers", opened, subject=request_id, version=1, correlation_id="c")
    listeners.subscriptions()[RequestOpened](events_session, opened, envelope)
    tell_staff(events_session, TALKA, wait_id)
    assert mails(events_session) == []


def test_what_waits_on_is_told_again_when_it_is_said_again(events_session: Session, own: UUID) -> None:
    subject_id = uuid4()
    for _ in range(2):
        tell_staff(events_session, TALKA, waits(events_session, own, subject_id=subject_id))
        an_hour_passes(events_session)
    assert mails(events_session) == [{"referral": 1}] * 2


def test_whoever_finds_another_worker_telling_comes_again(database: Database) -> None:
    with database.transaction() as session:
        organisation_id = an_organisation(session)
        wait_id = waits(session, organisation_id)
    with _held(database, organisation_id), database.transaction() as session:
        listeners.due(TALKA)["staff_waits"](session, wait_id)
        assert due_in(session) == [timedelta(seconds=1)]


@contextmanager
def _held(database: Database, organisation_id: UUID) -> Iterator[None]:
    with database.transaction() as session:
        session.execute(text("SELECT 1 FROM organisations WHERE id = :id FOR UPDATE"), {"id": organisation_id})
        yield
