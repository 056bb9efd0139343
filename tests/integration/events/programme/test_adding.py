"""Another date for an event that people know of: by the operation, by a page, by the JSON interface."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from services.events.organisations.domain import Role
from services.events.programme import operations
from services.events.programme.domain import (
    MOST_OCCURRENCES,
    DateIsThere,
    EndsBeforeItStarts,
    EventIsCancelled,
    NotPublished,
    StartsInThePast,
    TooManyDates,
)
from shared.database import Database
from shared.errors import DomainError, Forbidden, NotFound, Stale
from tests.integration.events.conftest import Caller, token_of
from tests.support.factories.events import (
    VENUE,
    Worker,
    a_draft,
    a_party,
    a_shift,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.ledger import audited, told
from tests.support.visitor import Visitor

CHANGED = "events.event.changed"


def test_the_others_learn_of_another_date_with_its_shifts_and_those_who_come_hear_nothing(
    events_session: Session, rasa: Worker
) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14, shifts=[a_shift()])])
    party = a_party(events_session, event["occurrences"][0]["id"], 2)
    later = an_occurrence(21, capacity=12, shifts=[a_shift(places=5)])
    done = operations.add_occurrence(events_session, rasa, event["id"], event["version"], **later)
    (message,) = told(events_session, CHANGED)
    assert [(one.version, one.state) for one in message.occurrences] == [(1, "on")] * 3
    assert [len(one.shifts) for one in message.occurrences] == [0, 1, 1]
    new, shift = message.occurrences[2], message.occurrences[2].shifts[0]
    assert (new.venue.name, shift.places, shift.languages) == (VENUE["name"], 5, ("uk",))
    assert (new.starts_at - shift.starts_at, shift.ends_at - new.ends_at) == (
        timedelta(minutes=30),
        timedelta(minutes=15),
    )
    assert (done["version"], done["occurrences"][2]["capacity"]) == (event["version"] + 1, 12)
    assert audited(events_session)[-1] == "occurrence_added"
    assert [one.registration_id for one in told(events_session)] == [party["id"]]  # when it registered
    a_party(events_session, new.occurrence_id, 3)


def test_a_date_of_its_own_place_is_there(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    library = VENUE | {"name": "Biblioteka"}
    done = operations.add_occurrence(events_session, rasa, event["id"], 2, **an_occurrence(9, venue=library))
    assert [one["venue"]["name"] for one in done["occurrences"]] == [VENUE["name"], "Biblioteka"]


def test_another_date_must_make_sense(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)

    def add(**facts: Any) -> Callable[[], object]:
        return lambda: operations.add_occurrence(events_session, rasa, event["id"], 2, **an_occurrence(**facts))

    refused: dict[type[DomainError], Callable[[], object]] = {
        StartsInThePast: add(days=-2),
        DateIsThere: add(days=7, ends=wall(7, 22)),
        EndsBeforeItStarts: add(days=9, ends=wall(9, 17)),
        Stale: lambda: operations.add_occurrence(events_session, rasa, event["id"], 1, **an_occurrence(9)),
    }
    for error, run in refused.items():
        with pytest.raises(error):
            run()
    assert told(events_session, CHANGED) == []


def test_at_the_time_of_a_date_that_was_called_off_there_may_be_one_again(
    events_session: Session, rasa: Worker
) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    off = operations.cancel_occurrence(events_session, rasa, event["occurrences"][0]["id"], 2)
    done = operations.add_occurrence(events_session, rasa, event["id"], off["version"], **an_occurrence(7))
    assert sorted(one["state"] for one in done["occurrences"]) == ["cancelled", "on", "on"]


def test_only_what_people_know_of_and_what_takes_place_gets_another_date(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa)
    with pytest.raises(NotPublished):
        operations.add_occurrence(events_session, rasa, draft["id"], 1, **an_occurrence(9))
    event = an_event(events_session, rasa)
    operations.cancel_event(events_session, rasa, event["id"], 2, reason={})
    with pytest.raises(EventIsCancelled):
        operations.add_occurrence(events_session, rasa, event["id"], 3, **an_occurrence(9))


def test_dates_are_no_more_than_a_page_can_show(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(day) for day in range(1, MOST_OCCURRENCES)])
    full = operations.add_occurrence(events_session, rasa, event["id"], 2, **an_occurrence(60))
    with pytest.raises(TooManyDates):
        operations.add_occurrence(events_session, rasa, event["id"], full["version"], **an_occurrence(61))


def test_nobody_adds_dates_to_what_others_organise(events_session: Session, rasa: Worker) -> None:
    event, (own,) = an_event(events_session, rasa), rasa.roles
    stranger = a_worker(events_session, an_organisation(events_session))
    helper = a_worker(events_session, own, Role.SOCIAL_WORKER)
    for person, error in ((stranger, NotFound), (helper, Forbidden)):
        with pytest.raises(error):
            operations.add_occurrence(events_session, person, event["id"], 2, **an_occurrence(9))


@pytest.fixture
def weekly(database: Database, worker: Worker) -> dict[str, Any]:
    """A published event with one date, twelve places and a shift for three."""
    with database.transaction() as session:
        return an_event(session, worker, occurrences=[an_occurrence(7, capacity=12, shifts=[a_shift()])])


def dates(staff: Visitor, event: dict[str, Any]) -> str:
    address = f"/organise/events/{event['id']}/dates"
    staff.open(f"{address}/new")
    return address


def filled(day: int = 21, **fields: str) -> dict[str, Any]:
    """The form as it is proposed, for this day."""
    usual = {"day": wall(day).date().isoformat(), "starts": "18:00", "ends": "20:00", "capacity": "12"}
    place = {f"venue_{name}": VENUE[name] for name in ("name", "address", "municipality", "access")}
    return usual | place | {"shift_places": "4", "shift_lt": "Pasitikti", "shift_languages": "uk"} | fields


def test_an_organiser_adds_a_date_that_is_proposed_a_week_after_the_last(
    staff: Visitor, database: Database, weekly: dict[str, Any]
) -> None:
    event = f"/organise/events/{weekly['id']}"
    assert f'href="{event}/dates/new"' in staff.open(event).page
    address = dates(staff, weekly)
    for value in (wall(14).date().isoformat(), "18:00", "20:00", "12", "3", "Pasitikti svečius", VENUE["name"]):
        assert f'value="{value}"' in staff.page
    staff.send(address, **filled())
    assert (staff.address, staff.status) == (event, 200)
    assert "The date is added. People can register for it now." in staff.text
    assert re.search("Pasitikti ?: 4", staff.text)
    with database.transaction() as session:
        (message,) = told(session, CHANGED)
    assert [one.shifts[0].places for one in message.occurrences] == [3, 4]
    assert f"/register/{message.occurrences[1].occurrence_id}" in staff.open(f"/events/{weekly['id']}").page
    assert "Date added" in staff.open(f"{event}/history").text


def test_a_tick_tells_volunteers_whose_shift_is_at_the_screen_and_is_proposed_again(
    staff: Visitor, database: Database, weekly: dict[str, Any]
) -> None:
    rung = "Whoever has this shift is rung when somebody asks for help at the information screen"
    address = dates(staff, weekly)
    assert rung in staff.text
    assert 'value="true" checked' not in staff.page
    staff.send(address, **filled(shift_lt="Pagalba prie stendo", shift_at_screen="true"))
    assert rung in staff.text
    with database.transaction() as session:
        (message,) = told(session, CHANGED)
    assert [one.shifts[0].at_screen for one in message.occurrences] == [False, True]
    dates(staff, weekly)
    assert 'name="shift_at_screen" value="true" checked' in staff.page


def test_a_date_that_is_over_or_there_is_refused_at_its_field_and_what_was_typed_stays(
    staff: Visitor, weekly: dict[str, Any]
) -> None:
    address = dates(staff, weekly)
    for day, said in ((7, "Begins: The event has a date at this time already."), (-3, "Begins: This date is over.")):
        staff.send(address, **filled(day, capacity="77"))
        assert (staff.status, said in staff.text, 'value="77"' in staff.page) == (422, True, True)
    assert staff.send(address, **filled(shift_lt="")).status == 422
    assert "What volunteers will do: Say what the volunteers will do." in staff.text
    assert staff.send(address, **filled(starts="soon")).status == 422
    assert staff.send(address, **filled(shift_places="0", shift_lt="")).status == 200


def test_what_somebody_else_changed_meanwhile_is_said_and_the_date_can_be_sent_again(
    staff: Visitor, database: Database, worker: Worker, weekly: dict[str, Any]
) -> None:
    address = dates(staff, weekly)
    with database.transaction() as session:
        operations.change_event(session, worker, weekly["id"], weekly["version"], offer_hours=3)
    assert staff.send(address, **filled()).status == 409
    assert "Somebody else has changed this meanwhile" in staff.text
    assert staff.send(address, **filled()).status == 200


def test_work_that_the_form_cannot_hold_is_planned_as_at_the_last_date(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    shifts = [a_shift(places=2), a_shift(title={"lt": "Vežti"}, skills=["driving"])]
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(shifts=shifts)])
    address = dates(staff, event)
    assert "The same work is planned as at the last date:" in staff.text
    assert 'name="shift_places"' not in staff.page
    work = {"shift_places": "", "shift_lt": "", "shift_languages": ""}
    staff.send(address, **{name: value for name, value in filled().items() if name not in work})
    with database.transaction() as session:
        (message,) = told(session, CHANGED)
    planned = [[(one.places, one.skills) for one in date.shifts] for date in message.occurrences]
    assert sorted(planned[0]) == sorted(planned[1]) == [(2, ()), (3, ("driving",))]


def test_of_a_date_of_several_days_the_last_day_is_proposed_too(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(7, ends=wall(9, 12))])
    dates(staff, event)
    assert f'name="last_day" type="date" value="{wall(16).date().isoformat()}"' in staff.page


def test_a_draft_gets_its_dates_in_its_own_form(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    assert "Add a date" not in staff.open(f"/organise/events/{draft['id']}").text
    assert staff.open(f"/organise/events/{draft['id']}/dates/new").status == 409
    assert "Change the draft to add dates to it." in staff.text


def test_who_may_not_plan_is_led_to_no_form(
    app: Flask, database: Database, worker: Worker, weekly: dict[str, Any]
) -> None:
    (own,) = worker.roles
    with database.transaction() as session:
        somebody, stranger = a_worker(session, own, "social_worker"), a_worker(session, an_organisation(session))
    helper, address = Visitor(app, lang="en", talka_staff=token_of(somebody)), f"/organise/events/{weekly['id']}"
    assert "Add a date" not in helper.open(address).text
    assert helper.open(f"{address}/dates/new").status == 403
    assert Visitor(app, lang="en", talka_staff=token_of(stranger)).open(f"{address}/dates/new").status == 404


def test_programmes_add_a_date_likewise(
    owner: Caller, stranger: Caller, anyone: Caller, database: Database, weekly: dict[str, Any]
) -> None:
    path, date = f"/events/{weekly['id']}/occurrences", an_occurrence(21, shifts=[a_shift()])
    date |= {"starts": wall(21).isoformat(), "ends": wall(21, 20).isoformat(), "version": weekly["version"]}
    assert anyone("POST", path, date).status_code == 401
    assert stranger("POST", path, date).status_code == 404
    added = owner("POST", path, date, Idempotency_Key="another")
    assert (added.status_code, added.headers["ETag"]) == (201, f'"{weekly["version"] + 1}"')
    assert owner("POST", path, date, Idempotency_Key="another").json == added.json
    assert len(dict(anyone("GET", f"/events/{weekly['id']}").json or {})["occurrences"]) == 2
    assert owner("POST", path, date).status_code == 412
    there = owner("POST", path, date | {"version": weekly["version"] + 1})
    assert (there.status_code, list(dict(there.json or {})["errors"])) == (422, ["starts"])
    assert owner("POST", path, {"version": 3}).status_code == 422
    with database.transaction() as session:
        assert len(told(session, CHANGED)) == 1
