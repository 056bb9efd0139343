"""Volunteers need somebody who decides: whom we wake, and only once."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.events.organisations import listeners
from services.events.organisations.queries import staff_contact
from shared.contracts.envelope import wrap
from shared.contracts.events import StaffAlerted
from shared.contracts.volunteers import CoordinatorNeeded
from tests.contract.helping import RIDE
from tests.support.factories.events import a_worker, an_organisation
from tests.support.ledger import told

REQUEST = uuid4()


def alarmed(session: Session, organisation_id: UUID, alarm: str = "nobody_helps", version: int = 3) -> None:
    needed = CoordinatorNeeded(
        organisation_id=organisation_id, request_id=REQUEST, alarm=alarm, errand=RIDE, link="http://talka.test/x"
    )
    envelope = wrap("volunteers", needed, subject=REQUEST, version=version, correlation_id="c")
    listeners.subscriptions()[CoordinatorNeeded](session, needed, envelope)


def alerts(session: Session) -> list[StaffAlerted]:
    return told(session, "events.staff.alerted")


def test_owners_and_social_workers_are_woken_at_any_hour(events_session: Session) -> None:
    own = an_organisation(events_session)
    woken = {a_worker(events_session, own, role).id for role in ("owner", "social_worker")}
    for role in ("organiser", "check_in"):
        a_worker(events_session, own, role)
    a_worker(events_session, an_organisation(events_session))
    alarmed(events_session, own)
    found = alerts(events_session)
    assert {one.staff_id for one in found} == woken
    assert {(one.contact.channel, one.contact.any_hour, one.alarm) for one in found} == {
        ("email", True, "nobody_helps")
    }
    assert found[0].errand == RIDE


def test_organisers_are_woken_where_there_is_neither(events_session: Session) -> None:
    own = an_organisation(events_session)
    organiser = a_worker(events_session, own, "organiser")
    alarmed(events_session, own)
    assert [one.staff_id for one in alerts(events_session)] == [organiser.id]


def test_one_alarm_of_one_request_wakes_nobody_twice(events_session: Session) -> None:
    own = an_organisation(events_session)
    a_worker(events_session, own)
    for alarm in ("nobody_helps", "nobody_helps", "panic"):
        alarmed(events_session, own, alarm)
    assert [one.alarm for one in alerts(events_session)] == ["nobody_helps", "panic"]


def test_who_calls_for_help_again_wakes_staff_again(events_session: Session) -> None:
    own = an_organisation(events_session)
    a_worker(events_session, own)
    for version in (3, 4, 4):
        alarmed(events_session, own, "panic", version)
    assert len(alerts(events_session)) == 2


def test_nobody_is_told_where_nobody_works(events_session: Session) -> None:
    alarmed(events_session, an_organisation(events_session))
    assert alerts(events_session) == []
    assert staff_contact(events_session, uuid4(), uuid4()) is None
