"""What people find: the programme in their language, narrowed and paged, by one statement each."""

import json
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme import operations, queries
from tests.support.factories.events import (
    TITLE,
    VENUE,
    Worker,
    a_draft,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.statements import counted


def found(session: Session, language: str = "lt", **filters: Any) -> list[dict[str, Any]]:
    items, _more = queries.programme(session, language, **{"limit": 50} | filters)
    return [json.loads(item) for item in items]


def test_the_programme_is_one_statement_with_everything_a_list_shows(events_session: Session, rasa: Worker) -> None:
    an_event(events_session, rasa, occurrences=[an_occurrence(14), an_occurrence(7, capacity=5)])
    with counted(events_session.get_bind()) as seen:
        first, second = found(events_session, "uk")
    assert len(seen) == 1
    assert (first["title"], first["language"], first["languages"]) == (TITLE["uk"], "uk", ["en", "lt", "uk"])
    assert (first["capacity"], first["free"], first["waiting"]) == (5, 5, 0)
    assert first["starts_at"] < second["starts_at"]
    assert first["venue"]["access"] == ["hearing_loop", "step_free"]


@pytest.mark.parametrize(
    ("title", "language", "chosen"),
    [
        ({"lt": "L", "en": "E"}, "en", "en"),
        ({"lt": "L", "en": "E"}, "lt-simple", "lt"),
        ({"lt": "L", "en": "E"}, "ar", "lt"),
        ({"en": "E", "uk": "U"}, "ru", "en"),
        ({"uk": "U", "ar": "A"}, "ru", "ar"),
    ],
)
def test_texts_fall_back_from_the_person_to_lithuanian_to_english(
    events_session: Session, rasa: Worker, title: dict[str, str], language: str, chosen: str
) -> None:
    an_event(events_session, rasa, title=title, summary={})
    (item,) = found(events_session, language)
    assert (item["language"], item["title"], item["summary"]) == (chosen, title[chosen], "")


def test_drafts_past_and_cancelled_dates_are_not_offered(events_session: Session, rasa: Worker) -> None:
    a_draft(events_session, rasa)
    over, off = an_event(events_session, rasa), an_event(events_session, rasa)
    operations.cancel_event(events_session, rasa, off["id"], 2, reason={})
    sql = text("UPDATE occurrences SET starts_at = now() WHERE event_id = :id")
    events_session.execute(sql, {"id": over["id"]})
    assert found(events_session) == []


def test_the_programme_is_paged_without_gaps_or_repeats_even_among_equal_times(
    events_session: Session, rasa: Worker
) -> None:
    an_event(events_session, rasa, occurrences=[an_occurrence(7) for _ in range(5)])
    seen: list[str] = []
    after: tuple[str, ...] | None = None
    for _ in range(3):
        items, more = queries.programme(events_session, "lt", limit=2, after=after)
        seen += [json.loads(item)["occurrence_id"] for item in items]
        after = tuple(map(str, more)) if more else None
    assert (len(seen), len(set(seen)), after) == (5, 5, None)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"kind": "training"}, 1),
        ({"kind": "consultation"}, 0),
        ({"municipality": "kaišiadorys"}, 2),
        ({"municipality": "ROKIŠKIS"}, 1),
        ({"spoken": "uk"}, 2),
        ({"step_free": True}, 2),
        ({"free": True}, 2),
        ({"kind": "training", "step_free": True}, 0),
    ],
)
def test_the_programme_is_narrowed_by_what_people_need(
    events_session: Session, rasa: Worker, filters: dict[str, Any], count: int
) -> None:
    elsewhere = VENUE | {"municipality": "Rokiškis", "access": []}
    an_event(events_session, rasa, kind="training", title={"lt": "Mokymai"}, venue=elsewhere)
    full = an_event(events_session, rasa)
    an_event(events_session, rasa)
    sql = text("UPDATE occurrences SET taken = capacity WHERE event_id = :id")
    events_session.execute(sql, {"id": full["id"]})
    assert len(found(events_session, **filters)) == count


def test_days_are_wall_days_and_both_ends_are_included(events_session: Session, rasa: Worker) -> None:
    late = an_occurrence(9)
    late["starts"], late["ends"] = late["starts"].replace(hour=0, minute=30), late["ends"].replace(hour=2)
    an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(8), late])
    day = late["starts"].date()
    assert len(found(events_session, first_day=day, last_day=day)) == 1
    assert len(found(events_session, last_day=day)) == 3
    assert found(events_session, first_day=day.replace(year=day.year + 1)) == []


def test_an_event_is_one_statement(events_session: Session, rasa: Worker) -> None:
    made = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    with counted(events_session.get_bind()) as seen:
        shown = queries.event(events_session, made["id"])
    assert (len(seen), len(shown["occurrences"])) == (1, 2)
    with counted(events_session.get_bind()) as seen:
        _event, one = queries.event_of_occurrence(events_session, made["occurrences"][1]["id"])
    assert (len(seen), one["id"]) == (1, made["occurrences"][1]["id"])


def test_an_organiser_sees_own_events_newest_first_in_pages(events_session: Session, rasa: Worker) -> None:
    an_event(events_session, a_worker(events_session, an_organisation(events_session)))
    ids = [a_draft(events_session, rasa)["id"] for _ in range(3)]
    page, more = queries.events_of(events_session, rasa.roles, limit=2)
    assert more is not None
    rest, end = queries.events_of(events_session, rasa.roles, limit=2, after=(more,))
    assert ([one["id"] for one in page + rest], end) == (ids[::-1], None)
    assert (page[0]["capacity"], page[0]["taken"], page[0]["occurrences"]) == (30, 0, 1)


def test_the_calendar_of_an_event_follows_it(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    moved: UUID = event["occurrences"][0]["id"]
    operations.move_occurrence(events_session, rasa, moved, 2, venue=VENUE | {"name": "Biblioteka"})
    operations.cancel_occurrence(events_session, rasa, event["occurrences"][1]["id"], 3)
    feed = Calendar.from_ical(queries.calendar(events_session, event["id"], "ar", "http://talka.test"))
    first, second = feed.events
    assert (first["UID"], first["SEQUENCE"], first["STATUS"]) == (f"{moved}@talka", 2, "CONFIRMED")
    assert (second["SEQUENCE"], second["STATUS"]) == (2, "CANCELLED")
    assert (first["SUMMARY"], str(first["LOCATION"])[:10]) == (TITLE["lt"], "Biblioteka")
    assert first["URL"] == f"http://talka.test/events/{event['id']}"
