"""Events from draft to cancelled, with what the others are told of each step."""

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations import operations as organisations
from services.events.programme import operations, queries
from services.events.programme.domain import (
    AlreadyPublished,
    EndsBeforeItStarts,
    EventIsCancelled,
    LastsTooLong,
    NoDateAhead,
    NotADraft,
    StartsInThePast,
    TimeDoesNotExist,
)
from shared.errors import Forbidden, NotFound, Stale
from tests.support.clock import vilnius
from tests.support.factories.events import (
    VENUE,
    Worker,
    a_draft,
    a_shift,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.ledger import audited, told

EVENT = "events.event."
SAMPLES = Path(__file__).parents[4] / "services/events/samples"


def first(event: dict[str, Any]) -> UUID:
    id_: UUID = event["occurrences"][0]["id"]
    return id_


def test_a_whole_draft_is_made_at_once_and_nobody_is_told(events_session: Session, rasa: Worker) -> None:
    library = VENUE | {"name": "Biblioteka", "access": []}
    occurrences = [an_occurrence(14, venue=library), an_occurrence(7, shifts=[a_shift(), a_shift(places=1)])]
    draft = a_draft(events_session, rasa, occurrences=occurrences)
    assert (draft["state"], draft["version"]) == ("draft", 1)
    assert [one["venue"]["name"] for one in draft["occurrences"]] == ["Kultūros centras", "Biblioteka"]
    assert [len(one["shifts"]) for one in draft["occurrences"]] == [2, 0]
    assert (told(events_session, EVENT), audited(events_session)) == ([], ["event_created"])


def test_a_draft_is_seen_by_its_own_organisation_alone(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa)
    for person in (None, a_worker(events_session, an_organisation(events_session))):
        with pytest.raises(NotFound):
            queries.event(events_session, draft["id"], person)
    with pytest.raises(NotFound):
        queries.event_of_occurrence(events_session, uuid4(), rasa)


def test_publishing_tells_everything_the_others_need(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7, shifts=[a_shift()])])
    (message,) = told(events_session, EVENT)
    assert message.type == "events.event.published"
    (occurrence,) = message.occurrences
    assert (occurrence.state, occurrence.version, occurrence.zone) == ("on", 1, "Europe/Vilnius")
    assert (occurrence.venue.name, occurrence.venue.access) == ("Kultūros centras", ("hearing_loop", "step_free"))
    (shift,) = occurrence.shifts
    assert (shift.places, shift.languages) == (3, ("uk",))
    assert occurrence.starts_at - shift.starts_at == timedelta(minutes=30)
    assert shift.ends_at - occurrence.ends_at == timedelta(minutes=15)
    assert (event["state"], event["version"]) == ("published", 2)
    assert audited(events_session) == ["event_created", "event_published"]


def test_an_event_is_published_once_by_who_read_it_and_with_a_date_ahead(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa)
    with pytest.raises(Stale):
        operations.publish_event(events_session, rasa, draft["id"], 7)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 hour'"))
    with pytest.raises(NoDateAhead):
        operations.publish_event(events_session, rasa, draft["id"], 1)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() + interval '1 hour'"))
    operations.publish_event(events_session, rasa, draft["id"], 1)
    with pytest.raises(AlreadyPublished):
        operations.publish_event(events_session, rasa, draft["id"], 2)


def test_a_date_called_off_in_a_draft_stays_off_when_it_is_published(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    off = operations.cancel_occurrence(events_session, rasa, first(draft), 1)
    event = operations.publish_event(events_session, rasa, draft["id"], off["version"])
    assert [one["state"] for one in event["occurrences"]] == ["cancelled", "on"]


def test_new_words_are_no_news_to_those_who_come(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    changed = operations.change_event(events_session, rasa, event["id"], 2, title={"lt": "Vakaras"}, offer_hours=3)
    assert (changed["title"], changed["offer_hours"], changed["version"]) == ({"lt": "Vakaras"}, 3, 3)
    message = told(events_session, EVENT)[-1]
    assert (message.type, message.title) == ("events.event.changed", {"lt": "Vakaras"})
    assert [one.version for one in message.occurrences] == [1]


def test_nobody_is_told_of_changes_in_a_draft(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa)
    operations.change_event(events_session, rasa, draft["id"], 1, kind="training")
    operations.cancel_event(events_session, rasa, draft["id"], 2, reason={})
    assert told(events_session, EVENT) == []


def test_an_event_counts_towards_a_project_of_its_own_organisation_alone(events_session: Session, rasa: Worker) -> None:
    (organisation_id,) = rasa.roles
    today = datetime.now(UTC).date()
    facts = {"name": "Projektas", "number": "1", "funder": "ESF", "starts_on": today, "ends_on": today}
    own = organisations.open_project(events_session, organisation_id, partners={}, **facts)
    foreign = organisations.open_project(events_session, an_organisation(events_session), partners={}, **facts)
    event = a_draft(events_session, rasa, project_id=own)
    assert event["project_id"] == own
    with pytest.raises(NotFound):
        a_draft(events_session, rasa, project_id=foreign)
    with pytest.raises(NotFound):
        operations.change_event(events_session, rasa, event["id"], 1, project_id=foreign)
    assert operations.change_event(events_session, rasa, event["id"], 1, project_id=None)["project_id"] is None


def test_moving_a_date_is_news_and_its_shifts_move_along(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7, shifts=[a_shift()]), an_occurrence(14)])
    begin, end = wall(8, 17), wall(8, 19)
    moved = operations.move_occurrence(events_session, rasa, first(event), 2, starts=begin, ends=end)
    assert moved["occurrences"][0]["starts"] == begin
    before, after = told(events_session, EVENT)
    assert [one.version for one in after.occurrences] == [2, 1]
    moment, shift = after.occurrences[0].starts_at, after.occurrences[0].shifts[0]
    assert moment != before.occurrences[0].starts_at
    assert (moment - shift.starts_at, shift.shift_id) == (
        timedelta(minutes=30),
        before.occurrences[0].shifts[0].shift_id,
    )


def test_another_venue_is_news_and_the_same_one_is_not(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    operations.move_occurrence(events_session, rasa, first(event), 2, venue=VENUE)
    operations.move_occurrence(events_session, rasa, first(event), 3, venue=VENUE | {"name": "Biblioteka"})
    versions = [message.occurrences[0].version for message in told(events_session, EVENT)]
    assert versions == [1, 1, 2]


def test_a_move_must_make_sense(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    for starts, ends, wrong in (
        (wall(8), wall(8, 17), EndsBeforeItStarts),
        (wall(8), wall(23), LastsTooLong),
        (wall(-2), wall(-2, 20), StartsInThePast),
    ):
        with pytest.raises(wrong):
            operations.move_occurrence(events_session, rasa, first(event), 2, starts=starts, ends=ends)
    with pytest.raises(Stale):
        operations.move_occurrence(events_session, rasa, first(event), 1, venue=VENUE)
    with pytest.raises(NotFound):
        operations.move_occurrence(events_session, rasa, uuid4(), 1, venue=VENUE)


def test_an_event_made_before_the_clocks_change_keeps_its_wall_time(events_session: Session) -> None:
    with time_machine.travel(vilnius(2027, 10, 1, 12), tick=True):
        rasa = a_worker(events_session, an_organisation(events_session))
        event = a_draft(events_session, rasa, occurrences=[an_occurrence(10), an_occurrence(40)])
        summer, winter = event["occurrences"]
        assert (summer["starts"].hour, winter["starts"].hour) == (18, 18)
        assert (summer["starts_at"].astimezone(UTC).hour, winter["starts_at"].astimezone(UTC).hour) == (15, 16)
        assert winter["starts_at"] - summer["starts_at"] == timedelta(days=30, hours=1)


def test_a_time_that_the_clocks_leave_out_cannot_be_planned(events_session: Session, rasa: Worker) -> None:
    begin, end = (datetime.fromisoformat(f"2027-03-28T0{hour}") for hour in ("3:30", "5:00"))
    with time_machine.travel(vilnius(2027, 3, 1), tick=True), pytest.raises(TimeDoesNotExist):
        a_draft(events_session, rasa, occurrences=[an_occurrence(starts=begin, ends=end)])


def test_a_cancelled_event_is_told_with_its_reason_and_stays_cancelled(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    off = operations.cancel_occurrence(events_session, rasa, first(event), 2)
    done = operations.cancel_event(events_session, rasa, event["id"], off["version"], reason={"lt": "Liga"})
    message = told(events_session, EVENT)[-1]
    assert (message.type, message.reason) == ("events.event.cancelled", {"lt": "Liga"})
    assert [(one.state, one.version) for one in message.occurrences] == [("cancelled", 2), ("cancelled", 2)]
    version = done["version"]
    changes: list[Callable[[], object]] = [
        lambda: operations.change_event(events_session, rasa, event["id"], version, kind="training"),
        lambda: operations.publish_event(events_session, rasa, event["id"], version),
        lambda: operations.cancel_event(events_session, rasa, event["id"], version, reason={}),
        lambda: operations.move_occurrence(events_session, rasa, first(event), version, venue=VENUE),
    ]
    for change in changes:
        with pytest.raises(EventIsCancelled):
            change()


def test_a_change_that_changes_nothing_leaves_the_version(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    for facts in ({}, {"kind": event["kind"]}):
        same = operations.change_event(events_session, rasa, event["id"], event["version"], **facts)
        assert same["version"] == event["version"]


def test_a_cancelled_date_cannot_be_moved(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    off = operations.cancel_occurrence(events_session, rasa, first(event), 2)
    with pytest.raises(EventIsCancelled):
        operations.move_occurrence(events_session, rasa, first(event), off["version"], venue=VENUE)


def test_a_copy_is_a_draft_whose_dates_keep_their_distance(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7, shifts=[a_shift()]), an_occurrence(9)])
    day: date = wall(30).date()
    copy = operations.copy_event(events_session, rasa, event["id"], first_day=day)
    assert (copy["state"], copy["title"], copy["id"] != event["id"]) == ("draft", event["title"], True)
    starts = [one["starts"] for one in copy["occurrences"]]
    assert (starts[0].date(), starts[1] - starts[0]) == (day, timedelta(days=2))
    assert copy["occurrences"][0]["shifts"][0]["id"] != event["occurrences"][0]["shifts"][0]["id"]


def test_nobody_touches_a_foreign_organisations_event(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    stranger = a_worker(events_session, an_organisation(events_session))
    attempts: list[Callable[[], object]] = [
        lambda: operations.change_event(events_session, stranger, event["id"], 2, kind="training"),
        lambda: operations.copy_event(events_session, stranger, event["id"], first_day=wall(9).date()),
        lambda: operations.cancel_event(events_session, stranger, event["id"], 2, reason={}),
        lambda: operations.set_capacity(events_session, stranger, first(event), 2, capacity=5),
        lambda: operations.cancel_event(events_session, rasa, uuid4(), 2, reason={}),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_who_only_checks_in_plans_nothing(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    check_in = Worker(rasa.id, dict.fromkeys(rasa.roles, "check_in"))
    with pytest.raises(Forbidden):
        operations.cancel_event(events_session, check_in, event["id"], 2, reason={})


@pytest.mark.parametrize("name", ["kaisiadorys", "rokiskis"])
def test_a_sample_programme_is_loaded_once(events_session: Session, name: str) -> None:
    facts = tomllib.loads((SAMPLES / f"{name}.toml").read_text())
    assert [operations.load_samples(events_session, facts) for _ in range(2)] == [True, False]
    published = told(events_session, "events.event.published")
    assert [message.title["lt"] for message in published] == [one["title"]["lt"] for one in facts["events"]]
    owner = next(one for one in facts["staff"] if one["role"] == "owner")
    assert organisations.sign_in_link(events_session, owner["email"], "http://talka.test")


def test_a_sample_programme_needs_an_owner_who_works_there(events_session: Session) -> None:
    facts = tomllib.loads((SAMPLES / "rokiskis.toml").read_text())
    with pytest.raises(StopIteration):
        operations.load_samples(events_session, facts | {"staff": []})


def test_a_draft_written_anew_has_new_dates_and_nobody_is_told(events_session: Session, rasa: Worker) -> None:
    draft = a_draft(events_session, rasa, occurrences=[an_occurrence(7, shifts=[a_shift()]), an_occurrence(8)])
    facts: dict[str, Any] = {
        "occurrences": [an_occurrence(9, shifts=[a_shift(places=1)])],
        "venue": VENUE | {"name": "Biblioteka"},
    }
    anew = operations.redraft_event(events_session, rasa, draft["id"], 1, title={"lt": "Kitaip"}, **facts)
    (date,) = anew["occurrences"]
    assert (anew["title"], anew["version"], date["starts"]) == ({"lt": "Kitaip"}, 2, wall(9))
    assert (date["venue"]["name"], [shift["places"] for shift in date["shifts"]]) == ("Biblioteka", [1])
    assert (told(events_session, EVENT), audited(events_session)) == ([], ["event_created", "event_redrafted"])


def test_what_people_know_of_is_not_written_anew(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    with pytest.raises(NotADraft):
        operations.redraft_event(events_session, rasa, event["id"], 2, occurrences=[an_occurrence(9)], venue=VENUE)


def test_it_is_said_which_of_several_dates_is_wrong(events_session: Session, rasa: Worker) -> None:
    with pytest.raises(EndsBeforeItStarts) as refused:
        a_draft(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(8, ends=wall(8, 17))])
    assert refused.value.errors == {"occurrences.1.ends": [EndsBeforeItStarts.title]}
