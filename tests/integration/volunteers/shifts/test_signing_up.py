"""Taking a place in a shift and giving it back, one after the other; the races are in `test_races`."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.people.domain import OverlappingShift
from services.volunteers.people.models import Commitment, Volunteer
from services.volunteers.shifts.domain import (
    AlreadySignedUp,
    LanguagesAreMissing,
    ShiftHasBegun,
    ShiftIsCancelled,
    ShiftIsFull,
    ShiftIsOver,
    SkillsAreMissing,
    TooYoung,
)
from services.volunteers.shifts.models import Event, Shift, SignUp
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.shifts.operations.signing_up import (
    dismiss,
    mark_unreached,
    withdraw,
    withdraw_by_reply,
)
from services.volunteers.shifts.queries.shifts import asked_shift
from shared.contracts.envelope import decode
from shared.database import Database
from shared.errors import DomainError, NotFound, Stale, Unauthenticated
from tests.support.factories.volunteers import (
    LINK,
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_open_shift,
    called_off,
    tomorrow,
    with_shifts,
)


@pytest.fixture
def session(volunteers_session: Session) -> Session:
    return volunteers_session


def told(session: Session) -> list[dict[str, Any]]:
    bodies = session.scalars(text("SELECT body FROM outbox ORDER BY seq"))
    return [{"type": envelope.type, "version": envelope.version} | envelope.data for envelope in map(decode, bodies)]


def taken(session: Session, shift_id: UUID) -> int:
    return session.get_one(Shift, shift_id, populate_existing=True).taken


def refused(session: Session, error: type[DomainError], shift_id: UUID, person: Volunteer) -> DomainError:
    """The refusal; nothing is left of the try."""
    with pytest.raises(error) as caught, session.begin_nested():
        a_sign_up(session, shift_id, person.id)
    return caught.value


def test_a_place_taken_is_counted_promised_and_told_at_once(session: Session) -> None:
    person, shift_id = a_volunteer(session), an_open_shift(session)
    sign_up = a_sign_up(session, shift_id, person.id)
    assert taken(session, shift_id) == 1
    assert session.get_one(Commitment, ("sign_up", sign_up)).during.lower == tomorrow()
    (message,) = told(session)
    assert (message["type"], message["version"]) == ("volunteers.sign_up.confirmed", 1)
    assert (message["sign_up_id"], message["volunteer_id"]) == (str(sign_up), str(person.id))
    assert (message["contact"]["phone"], message["contact"]["language"]) == (person.phone, "uk")
    assert (message["link"], message["shift"]["shift_id"], message["shift"]["version"]) == (LINK, str(shift_id), 1)
    assert session.info["bells"] == {"outbox"}


def test_the_fourth_for_three_places_is_refused_and_told_how_many_there_are(session: Session) -> None:
    shift_id = an_open_shift(session, places=3)
    for _ in range(3):
        a_sign_up(session, shift_id, a_volunteer(session).id)
    assert refused(session, ShiftIsFull, shift_id, a_volunteer(session)).facts == {"places": 3}
    assert taken(session, shift_id) == 3


def test_whoever_does_not_speak_what_is_asked_for_is_told_what_is_missing(session: Session) -> None:
    shift_id = an_open_shift(session, languages=("uk", "ar"))
    error = refused(session, LanguagesAreMissing, shift_id, a_volunteer(session, languages=["uk", "en"]))
    assert error.facts == {"languages": "arabų"}


def test_whoever_cannot_do_what_is_asked_for_is_told_what_is_missing(session: Session) -> None:
    shift_id = an_open_shift(session, skills=("first_aid", "stage_light"))
    error = refused(session, SkillsAreMissing, shift_id, a_volunteer(session, skills=["first_aid"]))
    assert error.facts == {"skills": "stage light"}


def test_children_under_fourteen_are_refused(session: Session) -> None:
    refused(session, TooYoung, an_open_shift(session), a_volunteer(session, age_band="under_14"))


def test_a_second_place_for_the_same_person_is_refused(session: Session) -> None:
    person, shift_id = a_volunteer(session), an_open_shift(session)
    a_sign_up(session, shift_id, person.id)
    refused(session, AlreadySignedUp, shift_id, person)
    assert taken(session, shift_id) == 1


def test_a_shift_that_has_begun_takes_nobody(session: Session) -> None:
    shift_id, person = an_open_shift(session), a_volunteer(session)
    with time_machine.travel(tomorrow()):
        refused(session, ShiftHasBegun, shift_id, person)


def test_a_cancelled_shift_takes_nobody(session: Session) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    follow_event(session, event, 1)
    follow_event(session, called_off(event), 2)
    refused(session, ShiftIsCancelled, shift.shift_id, a_volunteer(session))


def test_two_overlapping_shifts_are_refused_and_two_in_a_row_are_not(session: Session) -> None:
    person = a_volunteer(session)
    first = an_open_shift(session, starts_at=tomorrow(9), ends_at=tomorrow(12))
    a_sign_up(session, first, person.id)
    refused(session, OverlappingShift, an_open_shift(session, starts_at=tomorrow(11)), person)
    a_sign_up(session, an_open_shift(session, starts_at=tomorrow(12), ends_at=tomorrow(13)), person.id)
    a_sign_up(session, an_open_shift(session, starts_at=tomorrow(8), ends_at=tomorrow(9)), person.id)


def test_a_promise_made_after_the_shift_was_read_is_respected(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = a_volunteer(session)
    wanted = an_open_shift(session, starts_at=tomorrow(11))
    read_before = asked_shift(session, wanted, person.id)
    a_sign_up(session, an_open_shift(session, starts_at=tomorrow(9), ends_at=tomorrow(12)), person.id)
    monkeypatch.setattr("services.volunteers.shifts.operations.signing_up.asked_shift", lambda *_: read_before)
    refused(session, OverlappingShift, wanted, person)
    assert taken(session, wanted) == 0


def test_a_shift_that_was_moved_after_it_was_read_is_read_anew(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift, person = a_planned_shift(), a_volunteer(session)
    event = an_event(shift)
    follow_event(session, event, 1)
    read_before = asked_shift(session, shift.shift_id, person.id)
    follow_event(session, with_shifts(event, [replace(shift, ends_at=shift.ends_at + timedelta(hours=1))]), 2)
    reads = iter([read_before, asked_shift(session, shift.shift_id, person.id)])
    monkeypatch.setattr("services.volunteers.shifts.operations.signing_up.asked_shift", lambda *_: next(reads))
    a_sign_up(session, shift.shift_id, person.id)
    assert told(session)[-1]["shift"]["version"] == 2


def test_a_place_taken_by_the_same_person_after_the_shift_was_read_is_kept_alone(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, wanted = a_volunteer(session), an_open_shift(session)
    read_before = asked_shift(session, wanted, person.id)
    a_sign_up(session, wanted, person.id)
    monkeypatch.setattr("services.volunteers.shifts.operations.signing_up.asked_shift", lambda *_: read_before)
    refused(session, AlreadySignedUp, wanted, person)
    assert taken(session, wanted) == 1


def test_the_calendar_keeps_two_promises_apart_for_every_writer_and_says_no_more(database: Database) -> None:
    """The constraint stands behind every operation; what it says is the same rule, without facts."""

    def promise(begin: int, end: int) -> None:
        row = {"subject_id": uuid7(), "volunteer_no": number, "during": Range(tomorrow(begin), tomorrow(end))}
        with database.transaction() as session:
            session.execute(insert(Commitment).values(kind="ride", **row))

    with database.transaction() as session:
        number = a_volunteer(session).no
    promise(9, 12)
    with pytest.raises(OverlappingShift) as refusal:
        promise(11, 14)
    assert refusal.value.facts == {}


def test_an_unknown_shift_and_an_unknown_volunteer_are_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        a_sign_up(session, uuid7(), a_volunteer(session).id)
    with pytest.raises(Unauthenticated):
        a_sign_up(session, an_open_shift(session), uuid7())


def test_a_place_given_back_is_free_again_and_told(session: Session) -> None:
    person, shift_id = a_volunteer(session), an_open_shift(session, places=1)
    sign_up = a_sign_up(session, shift_id, person.id)
    withdraw(session, sign_up, person.id, link=LINK)
    assert taken(session, shift_id) == 0
    assert session.scalars(select(Commitment)).all() == []
    message = told(session)[-1]
    assert (message["type"], message["version"], message["by"]) == ("volunteers.sign_up.cancelled", 2, "volunteer")
    a_sign_up(session, shift_id, person.id)


def test_a_place_given_back_twice_is_given_back_once(session: Session) -> None:
    person, shift_id = a_volunteer(session), an_open_shift(session)
    a_sign_up(session, shift_id, a_volunteer(session).id)
    sign_up = a_sign_up(session, shift_id, person.id)
    for _ in range(2):
        withdraw(session, sign_up, person.id, link=LINK)
    assert taken(session, shift_id) == 1
    assert [message["type"] for message in told(session)].count("volunteers.sign_up.cancelled") == 1


def test_a_sign_up_that_changed_since_it_was_read_is_not_cancelled(session: Session) -> None:
    person, shift_id = a_volunteer(session), an_open_shift(session)
    sign_up = a_sign_up(session, shift_id, person.id)
    with pytest.raises(Stale):
        withdraw(session, sign_up, person.id, link=LINK, version=2)
    withdraw(session, sign_up, person.id, link=LINK, version=1)
    withdraw(session, sign_up, person.id, link=LINK, version=1)
    assert taken(session, shift_id) == 0


def test_nobody_gives_back_the_place_of_another(session: Session) -> None:
    shift_id = an_open_shift(session)
    sign_up = a_sign_up(session, shift_id, a_volunteer(session).id)
    with pytest.raises(NotFound):
        withdraw(session, sign_up, a_volunteer(session).id, link=LINK)
    with pytest.raises(NotFound):
        dismiss(session, uuid7(), sign_up, [uuid7()], link=LINK)
    assert taken(session, shift_id) == 1


def test_the_coordinator_of_the_organisation_takes_somebody_out_and_it_is_noted(session: Session) -> None:
    shift_id = an_open_shift(session)
    sign_up = a_sign_up(session, shift_id, a_volunteer(session).id)
    who = uuid7()
    dismiss(session, who, sign_up, session.scalars(select(Event.organisation_id)).all(), link=LINK)
    assert (told(session)[-1]["by"], told(session)[-1]["staff_id"]) == ("coordinator", str(who))
    noted = session.execute(text("SELECT who, what, subject FROM audit")).all()
    assert noted == [(who, "sign_up_cancelled", sign_up)]
    assert taken(session, shift_id) == 0


def test_what_is_over_cannot_be_given_back(session: Session) -> None:
    person, shift_id = a_volunteer(session), an_open_shift(session)
    sign_up = a_sign_up(session, shift_id, person.id)
    with time_machine.travel(tomorrow(20)):
        with pytest.raises(ShiftIsOver):
            withdraw(session, sign_up, person.id, link=LINK)
        withdraw_by_reply(session, sign_up, link=LINK)
    assert session.get_one(SignUp, sign_up).state == "confirmed"


def test_a_message_that_did_not_arrive_marks_an_active_sign_up_alone(session: Session) -> None:
    shift_id, people = an_open_shift(session), [a_volunteer(session) for _ in range(2)]
    active, cancelled = [a_sign_up(session, shift_id, person.id) for person in people]
    withdraw(session, cancelled, people[1].id, link=LINK)
    for sign_up in (active, cancelled, uuid7()):
        mark_unreached(session, sign_up, unreached=True)
    marks = {row.id: row.unreached for row in session.execute(select(SignUp.id, SignUp.unreached))}
    assert marks == {active: True, cancelled: False}
    mark_unreached(session, active, unreached=False)
    assert session.scalars(select(SignUp.unreached).where(SignUp.id == active)).one() is False
