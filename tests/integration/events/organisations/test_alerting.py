"""Volunteers need somebody who decides: whom we wake, and only once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from services.events.organisations import listeners
from services.events.organisations.operations import set_duty_phone
from services.events.organisations.queries import staff_contact
from shared.contracts.envelope import wrap
from shared.contracts.events import StaffAlerted
from shared.contracts.organisations import StaffAsked
from shared.contracts.parts import Errand
from shared.contracts.volunteers import CoordinatorNeeded, PartnerAsked
from tests.contract.people_of_help import RIDE
from tests.support.factories.events import a_worker, an_organisation
from tests.support.ledger import told

REQUEST = uuid4()


def alarmed(
    session: Session, organisation_id: UUID, alarm: str = "nobody_helps", version: int = 3, errand: Errand = RIDE
) -> None:
    needed = CoordinatorNeeded(
        organisation_id=organisation_id, request_id=REQUEST, alarm=alarm, errand=errand, link="http://talka.test/x"
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


@pytest.mark.parametrize(
    ("alarm", "errand", "rings"),
    [
        ("panic", RIDE, True),
        ("visit_overdue", RIDE, True),
        ("nobody_helps", RIDE, False),
        ("nobody_helps", replace(RIDE, kind="kiosk_help"), True),
    ],
)
def test_the_phone_on_duty_gets_an_sms_once_where_somebody_may_be_in_need(
    events_session: Session, alarm: str, errand: Errand, *, rings: bool
) -> None:
    own = an_organisation(events_session)
    owner = a_worker(events_session, own)
    a_worker(events_session, own, "social_worker")
    set_duty_phone(events_session, owner, own, "+37061234567")
    for _ in range(2):
        alarmed(events_session, own, alarm, errand=errand)
    channels = sorted(one.contact.channel for one in alerts(events_session))
    assert channels == ["email", "email", *(["sms"] if rings else [])]
    phones = [(one.contact.phone, one.contact.any_hour) for one in alerts(events_session) if one.contact.phone]
    assert phones == ([("+37061234567", True)] if rings else [])


def test_nobody_is_told_where_nobody_works(events_session: Session) -> None:
    alarmed(events_session, an_organisation(events_session))
    assert alerts(events_session) == []
    assert staff_contact(events_session, uuid4(), uuid4()) is None


def partner_asked(session: Session, organisation_id: UUID, ask_id: UUID, times: int = 1) -> None:
    """A partner needs volunteers of this organisation."""
    until = datetime(2026, 12, 1, 13, tzinfo=UTC)
    facts: dict[str, Any] = {"asking": "Centras", "errand": RIDE, "link": "http://talka.test/x", "answer_by": until}
    asked = PartnerAsked(organisation_id=organisation_id, ask_id=ask_id, **facts)
    envelope = wrap("volunteers", asked, subject=ask_id, version=1, correlation_id="c")
    for _ in range(times):
        listeners.subscriptions()[PartnerAsked](session, asked, envelope)


def test_whoever_waits_for_a_partners_answer_hears_to_how_many_was_written(events_session: Session) -> None:
    own, nobodys, at_the_door = (an_organisation(events_session) for _ in range(3))
    for role in ("owner", "social_worker", "organiser"):
        a_worker(events_session, own, role)
    a_worker(events_session, at_the_door, "check_in")
    questions = [uuid4() for _ in range(3)]
    for one, question in zip((own, nobodys, at_the_door), questions, strict=True):
        partner_asked(events_session, one, question, times=2)
    found: list[StaffAsked] = told(events_session, "events.staff.asked")
    assert [(one.ask_id, one.people) for one in found] == [
        (question, people) for question, people in zip(questions, (2, 0, 0), strict=True) for _ in range(2)
    ]


def test_who_works_for_two_partners_is_asked_for_both_and_for_each_once(events_session: Session) -> None:
    rasa = a_worker(events_session, an_organisation(events_session), email="rasa@example.lt")
    second = an_organisation(events_session)
    a_worker(events_session, second, email="rasa@example.lt")
    until = datetime(2026, 12, 1, 13, tzinfo=UTC)
    for organisation_id in (next(iter(rasa.roles)), second):
        asked = PartnerAsked(
            organisation_id=organisation_id,
            ask_id=uuid4(),
            asking="Rokiškio socialinės paramos centras",
            errand=RIDE,
            link="http://talka.test/x",
            answer_by=until,
        )
        envelope = wrap("volunteers", asked, subject=asked.ask_id, version=1, correlation_id="c")
        for _ in range(2):
            listeners.subscriptions()[PartnerAsked](events_session, asked, envelope)
    assert [(one.staff_id, one.alarm, one.asking, one.answer_by) for one in alerts(events_session)] == [
        (rasa.id, "partner_asks", "Rokiškio socialinės paramos centras", until)
    ] * 2
