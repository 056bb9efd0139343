"""Whoever works here is known by their work; once they have left, name and e-mail can go."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.events.organisations.models import Membership, Organisation, Staff
from services.events.organisations.operations.erasing import erase_staff, keep_duty_phones
from services.events.organisations.queries import duty_phones_held, staff_held
from shared.contracts.parts import Remains, Whose
from tests.support.factories.events import a_worker, an_organisation

RASA = Whose(email="Rasa@centras.example")


def test_whoever_works_here_stays_known_and_is_told_so(events_session: Session) -> None:
    session = events_session
    worker = a_worker(session, an_organisation(session, "Centras"), email="rasa@centras.example")
    (told,) = staff_held(session, RASA)
    assert {fact.name: fact.value for fact in told.facts}["organisation"] == "Centras"
    assert erase_staff(session, RASA) == ((), (Remains(what="staff_account", number=1, why="works_here"),))
    assert session.get_one(Staff, worker.id).name == "Rasa"


def test_whoever_has_left_is_erased_and_stays_as_who_did_what(events_session: Session) -> None:
    session = events_session
    worker = a_worker(session, an_organisation(session), email="rasa@centras.example")
    session.execute(delete(Membership).where(Membership.staff_id == worker.id))
    assert erase_staff(session, RASA) == ((), (Remains(what="staff_account", number=1, why="number_alone"),))
    assert (session.get_one(Staff, worker.id).name, staff_held(session, RASA)) == ("–", [])
    assert erase_staff(session, RASA) == ((), ())


def test_a_phone_on_duty_is_told_and_stays_since_people_in_need_count_on_it(events_session: Session) -> None:
    session, phone = events_session, Whose(phone="+37061234567")
    assert (duty_phones_held(session, phone), keep_duty_phones(session, phone)) == ([], ((), ()))
    session.get_one(Organisation, an_organisation(session, "Centras")).duty_phone = phone.phone
    session.flush()
    (told,) = duty_phones_held(session, phone)
    assert {fact.name: fact.value for fact in told.facts} == {"organisation": "Centras", "phone": phone.phone}
    assert keep_duty_phones(session, phone) == ((), (Remains(what="duty_phone", number=1, why="on_duty"),))
