"""Pages of the programme: for everybody, and for organisers who make events."""

from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from services.events.programme import operations
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.browser import Visitor
from tests.support.factories.events import VENUE, Worker, a_draft, a_shift, an_event, an_occurrence, wall
from tests.support.ledger import audited


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def staff(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


def published(database: Database, worker: Worker, **facts: Any) -> dict[str, Any]:
    with database.transaction() as session:
        return an_event(session, worker, **facts)


def test_the_programme_shows_what_is_on_in_the_persons_language(app: Flask, database: Database, worker: Worker) -> None:
    event = published(database, worker)
    ukrainian = Visitor(app, "uk").open("/")
    assert "Знайомство з культурами" in ukrainian.text
    assert f"/register/{event['occurrences'][0]['id']}" in ukrainian.page
    arabic = Visitor(app, "ar").open("/")
    assert 'lang="lt" dir="ltr">Kultūrų pažinimas' in arabic.page


def test_an_empty_programme_says_so(visitor: Visitor) -> None:
    assert "No event is planned just now." in visitor.open("/").text


def test_the_programme_is_narrowed_and_a_filter_that_means_nothing_is_left_out(
    visitor: Visitor, database: Database, worker: Worker
) -> None:
    published(database, worker)
    assert "Getting to know cultures" in visitor.open("/?kind=cultural_exchange&step_free=true&spoken=uk").text
    assert "Nothing fits." in visitor.open("/?kind=training").text
    assert "Getting to know cultures" in visitor.open("/?kind=nonsense").text


def test_a_long_programme_has_more_pages(visitor: Visitor, database: Database, worker: Worker) -> None:
    published(database, worker, occurrences=[an_occurrence(day) for day in range(1, 22)])
    first = visitor.open("/").page
    assert first.count("/register/") == 20
    (link,) = [part.split('"')[0] for part in first.split('href="') if part.startswith("?after=")]
    assert visitor.open("/" + link.replace("&amp;", "&")).page.count("/register/") == 1


def test_an_event_shows_its_dates_and_its_calendar(visitor: Visitor, database: Database, worker: Worker) -> None:
    facts = {"description": {"en": "First.\n\n<b>Second.</b>"}, "occurrences": [an_occurrence(7), an_occurrence(8)]}
    event = published(database, worker, **facts)
    with database.transaction() as session:
        operations.cancel_occurrence(session, worker, event["occurrences"][0]["id"], 2)
    visitor.open(f"/events/{event['id']}")
    assert "This date is cancelled." in visitor.text
    assert visitor.page.count("/register/") == 1
    assert "&lt;b&gt;Second.&lt;/b&gt;" in visitor.page
    assert len(Calendar.from_ical(visitor.open(f"/events/{event['id']}.ics").page).events) == 2


def test_a_cancelled_event_says_why(visitor: Visitor, database: Database, worker: Worker) -> None:
    event = published(database, worker)
    with database.transaction() as session:
        operations.cancel_event(session, worker, event["id"], 2, reason={"lt": "Liga"})
    assert "This event will not take place. Liga" in visitor.open(f"/events/{event['id']}").text


def test_a_draft_is_not_shown_to_everybody(
    visitor: Visitor, staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    assert visitor.open(f"/events/{draft['id']}").status == 404
    assert staff.open(f"/events/{draft['id']}").status == 200


def test_an_organiser_without_events_is_led_to_the_first(staff: Visitor) -> None:
    assert "You have no events yet." in staff.open("/organise/").text


def form(organisation_id: str, **changed: Any) -> dict[str, Any]:
    usual = {
        "organisation_id": organisation_id,
        "kind": "cultural_exchange",
        "title_lt": "Kultūrų pažinimas",
        "title_uk": "Знайомство з культурами",
        "occurrences__0__day": wall(7).date().isoformat(),
        "occurrences__0__starts": "18:00",
        "occurrences__0__ends": "20:00",
        "occurrences__0__capacity": "30",
        "venue_name": "Kultūros centras",
        "venue_address": "Gedimino g. 40",
        "venue_municipality": "Kaišiadorys",
        "venue_access": ["step_free", "lift"],
        "shift_lt": "Pasitikti svečius",
        "shift_places": "3",
        "shift_languages": ["uk"],
        "shift_before": "30",
        "shift_after": "15",
    }
    return usual | changed


def test_an_organiser_makes_an_event_publishes_it_and_copies_it(
    staff: Visitor, visitor: Visitor, database: Database, organisation_id: str
) -> None:
    staff.open("/organise/events/new").send("/organise/events", **form(organisation_id))
    assert (staff.status, "Draft" in staff.text, "Pasitikti svečius : 3" in staff.text) == (200, True, True)
    event = staff.address.rsplit("/", 1)[1]
    staff.send(f"/organise/events/{event}/publish")
    assert "Published" in staff.text
    assert "Kultūrų pažinimas" in visitor.open("/").text
    page = staff.open(f"/organise/events/new?copy={event}").page
    assert 'value="Знайомство з культурами"' in page
    assert 'value="18:00"' in page
    assert 'value="step_free" checked' in page
    with database.transaction() as session:
        assert audited(session) == ["event_created", "event_published"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_lt": "", "title_uk": ""}, "Write it in at least one language."),
        ({"shift_lt": ""}, "Say what the volunteers will do."),
        ({"occurrences__0__capacity": "0"}, "10000"),
        ({"occurrences__0__day": wall(-3).date().isoformat()}, "This date is over. Choose one that is still to come."),
        ({"occurrences__0__starts": "18:00+02:00"}, "Give a time, such as 18:30."),
    ],
    ids=["no title", "no work", "no places", "past", "zone"],
)
def test_what_is_wrong_in_a_new_event_is_said_and_what_was_typed_stays(
    staff: Visitor, organisation_id: str, changed: dict[str, Any], said: str
) -> None:
    staff.open("/organise/events/new").send("/organise/events", **form(organisation_id, **changed))
    assert staff.status == 422
    assert said in staff.text
    assert 'value="Gedimino g. 40"' in staff.page
    assert 'value="20:00"' in staff.page


def test_the_overview_shows_how_full_events_are(staff: Visitor, database: Database, worker: Worker) -> None:
    published(database, worker, occurrences=[an_occurrence(7, shifts=[a_shift()], venue=VENUE)])
    assert "Taken: 0 of 30" in staff.open("/organise/").text
