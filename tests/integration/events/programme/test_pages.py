"""Pages of the programme: for everybody, and for organisers who make events."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from services.events.programme import operations
from shared.database import Database
from tests.support.factories.events import VENUE, Worker, a_draft, a_shift, an_event, an_occurrence, wall
from tests.support.ledger import audited
from tests.support.visitor import Visitor


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


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
    assert "We do not know nonsense , so the list is not narrowed by it." in visitor.text
    assert "We do not know" not in visitor.open("/?fbclid=nonsense&kind=cultural_exchange").text


def test_a_filter_is_taken_away_by_its_own_link(visitor: Visitor, database: Database, worker: Worker) -> None:
    published(database, worker)
    page = visitor.open("/?kind=cultural_exchange&free=true&municipality=Kaišiadorys").page
    assert 'href="?kind=cultural_exchange&amp;municipality=Kai%C5%A1iadorys" aria-label="Without: Free places"' in page
    assert 'option value="Kaišiadorys" selected' in page


def test_a_day_a_week_and_a_month_show_what_is_on_then(visitor: Visitor, database: Database, worker: Worker) -> None:
    event = published(database, worker, occurrences=[an_occurrence(40)])
    register, day = f"/register/{event['occurrences'][0]['id']}", wall(40).date()
    assert register in visitor.open(f"/?view=day&day={day}").page
    assert register in visitor.open(f"/?view=week&day={day}").page
    for view, far in (("day", 1), ("week", 7)):
        assert register not in visitor.open(f"/?view={view}&day={day - timedelta(days=far)}").page
        assert "Nothing is planned on these days." in visitor.text
    link = f'href="?view=day&amp;day={day}" aria-label="{day:%A}, {day.day} {day:%B}: 1 date"'
    assert link in visitor.open(f"/?view=month&day={day}").page
    assert link not in visitor.open(f"/?view=month&day={day}&kind=training").page
    assert "Nothing is planned in this month." in visitor.text
    assert visitor.open("/?view=nonsense&day=soon").status == 200


def test_an_event_is_told_on_by_its_address(visitor: Visitor, database: Database, worker: Worker) -> None:
    event = published(database, worker)
    page = visitor.open(f"/events/{event['id']}").page
    assert f'dir="ltr" class="address">http://talka.test/events/{event["id"]}<' in page
    assert f"body=Getting%20to%20know%20cultures%20http%3A//talka.test/events/{event['id']}" in page


def test_a_long_programme_has_more_pages(visitor: Visitor, database: Database, worker: Worker) -> None:
    published(database, worker, occurrences=[an_occurrence(day) for day in range(1, 22)])
    first = visitor.open("/").page
    assert first.count("/register/") == 20
    (link,) = [part.split('"')[0] for part in first.split('href="') if part.startswith("?after=")]
    assert visitor.open("/" + link.replace("&amp;", "&")).page.count("/register/") == 1


def test_an_event_shows_its_dates_and_its_calendar(visitor: Visitor, database: Database, worker: Worker) -> None:
    facts = {
        "description": {"en": "First.\n\n<b>Second.</b>\nOf it."},
        "occurrences": [an_occurrence(7), an_occurrence(8)],
    }
    event = published(database, worker, **facts)
    with database.transaction() as session:
        operations.cancel_occurrence(session, worker, event["occurrences"][0]["id"], 2)
    visitor.open(f"/events/{event['id']}")
    assert "This date is cancelled." in visitor.text
    assert visitor.page.count("/register/") == 1
    assert '<p class="lines">&lt;b&gt;Second.&lt;/b&gt;\nOf it.</p>' in visitor.page
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
    assert page.index('id="occurrences-0-day"') < page.index("<summary>Everything else") < page.index('id="venue_name"')
    assert 'value="Знайомство з культурами"' in page
    assert 'value="18:00"' in page
    assert f'value="{wall(14).date()}"' in page
    assert 'value="step_free" checked' in page
    with database.transaction() as session:
        assert audited(session) == ["event_created", "event_published"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_lt": "", "title_uk": ""}, "Write it in at least one language."),
        ({"kind": "", "title_lt": "", "title_uk": ""}, "Write it in at least one language."),
        ({"shift_lt": ""}, "Say what the volunteers will do."),
        ({"kind": "", "shift_lt": ""}, "Say what the volunteers will do."),
        ({"occurrences__0__capacity": "0"}, "10000"),
        ({"occurrences__0__day": wall(-3).date().isoformat()}, "This date is over. Choose one that is still to come."),
        ({"occurrences__0__starts": "18:00+02:00"}, "Give a time, such as 18:30."),
    ],
    ids=["no title", "no kind either", "no work", "no work nor kind", "no places", "past", "zone"],
)
def test_what_is_wrong_in_a_new_event_is_said_and_what_was_typed_stays(
    staff: Visitor, organisation_id: str, changed: dict[str, Any], said: str
) -> None:
    staff.open("/organise/events/new").send("/organise/events", **form(organisation_id, **changed))
    assert staff.status == 422
    assert said in staff.text
    assert 'value="Gedimino g. 40"' in staff.page
    assert 'value="20:00"' in staff.page


def test_an_event_without_a_date_says_so_where_dates_are_typed(staff: Visitor, organisation_id: str) -> None:
    none = {f"occurrences__0__{name}": "" for name in ("day", "starts", "ends", "capacity")}
    staff.open("/organise/events/new").send("/organise/events", **form(organisation_id, **none))
    assert staff.status == 422
    assert '<a href="#occurrences">Dates: Please fill this in.</a>' in staff.page
    assert '<p class="error">Please fill this in.</p>' in staff.page


def test_what_is_wrong_with_one_of_several_dates_stands_at_its_own_field(staff: Visitor, organisation_id: str) -> None:
    second = {f"occurrences__1__{name}": value for name, value in {"starts": "18:00", "ends": "20:00"}.items()}
    yesterday = second | {"occurrences__1__day": wall(-1).date().isoformat(), "occurrences__1__capacity": "30"}
    staff.open("/organise/events/new").send("/organise/events", **form(organisation_id, **yesterday))
    assert staff.status == 422
    said = "This date is over. Choose one that is still to come."
    assert f'<a href="#occurrences-1-starts">Date 2, Begins: {said}</a>' in staff.page
    assert f'id="occurrences-1-starts-error">{said}' in staff.page
    assert 'id="occurrences-0-starts-error"' not in staff.page


def test_a_draft_is_changed_as_a_whole_and_looked_at_before_it_is_published(
    staff: Visitor, visitor: Visitor, organisation_id: str
) -> None:
    staff.open("/organise/events/new").send("/organise/events", **form(organisation_id))
    event = staff.address
    assert 'value="Знайомство з культурами"' in staff.open(f"{event}/edit").page
    changed = form(organisation_id, title_uk="", venue_name="Biblioteka", shift_places="")
    more = {"occurrences__0__starts": "17:00"}
    more |= {"occurrences__1__day": wall(9).date().isoformat(), "occurrences__1__starts": "10:00"}
    more |= {"occurrences__1__ends": "11:00", "occurrences__1__capacity": "8"}
    staff.send(f"{event}/edit", **changed | more)
    assert (staff.address, staff.text.count("Biblioteka"), "17:00–20:00" in staff.text) == (event, 2, True)
    assert ("10:00–11:00" in staff.text, "Pasitikti" in staff.text) == (True, False)
    assert 'lang="uk" dir="ltr" aria-label="Українська"' in staff.open(f"{event}/preview?in=uk").page
    assert "Зареєструватися" in staff.text
    assert "There is no text in this language" in staff.text
    assert "/register/" not in staff.page
    assert visitor.open(f"{event}/preview").status == 401
    assert "Published" in staff.send(f"{event}/publish").text


def test_of_a_published_event_the_texts_change_and_the_dates_stay(
    staff: Visitor, visitor: Visitor, database: Database, worker: Worker, organisation_id: str
) -> None:
    event = published(database, worker)
    page = staff.open(f"/organise/events/{event['id']}/edit").page
    assert "occurrences-0-day" not in page
    staff.send(f"/organise/events/{event['id']}/edit", kind="training", title_en="Dancing", summary_en="With music")
    assert visitor.open(f"/events/{event['id']}").text.count("With music") == 1
    refused = staff.open(f"/organise/events/{event['id']}/edit").send(
        f"/organise/events/{event['id']}/edit", kind="training"
    )
    assert "Write it in at least one language." in refused.text


def test_a_change_made_meanwhile_is_said_and_what_was_typed_stays(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    staff.open(f"/organise/events/{draft['id']}/edit")
    with database.transaction() as session:
        operations.change_event(session, worker, draft["id"], 1, offer_hours=3)
    typed = form(str(draft["organisation_id"]), title_lt="Mano pavadinimas")
    staff.send(f"/organise/events/{draft['id']}/edit", **typed)
    assert (staff.status, "Somebody else has changed this meanwhile." in staff.text) == (409, True)
    assert 'value="Mano pavadinimas"' in staff.page
    assert "Mano pavadinimas" in staff.send(f"/organise/events/{draft['id']}/edit", **typed).text
    assert staff.status == 200


def test_a_draft_whose_dates_differ_in_work_is_changed_date_by_date(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker, occurrences=[an_occurrence(7, shifts=[a_shift()]), an_occurrence(8)])
    staff.open(f"/organise/events/{draft['id']}/edit")
    assert "they are changed one by one" in staff.text
    staff.send(f"/organise/events/{draft['id']}/edit", kind="training", title_lt="Mokymai")
    assert ("Mokymai" in staff.text, "Pasitikti svečius : 3" in staff.text) == (True, True)


def test_the_overview_shows_how_full_events_are(staff: Visitor, database: Database, worker: Worker) -> None:
    published(database, worker, occurrences=[an_occurrence(7, shifts=[a_shift()], venue=VENUE)])
    overview = staff.open("/organise/").text
    assert overview.index("Nothing is on today.") < overview.index("In the next seven days") < overview.index("All ev")
    assert overview.count("Taken: 0 of 30") == 2


def test_the_history_says_who_did_what(staff: Visitor, database: Database, worker: Worker) -> None:
    event = published(database, worker, occurrences=[an_occurrence(7)])
    staff.open(f"/organise/occurrences/{event['occurrences'][0]['id']}")
    staff.open(f"/organise/events/{event['id']}/history?looks=1")
    order = [staff.text.index(deed) for deed in ("Looked at who waits", "Looked at who comes", "Event pub", "Event cr")]
    assert order == sorted(order)
    assert staff.text.count("Rasa") == 5  # the name in the head, and each row's


def test_the_same_date_twice_is_an_error_at_the_second(staff: Visitor, organisation_id: str) -> None:
    first = form(organisation_id)
    second = {name.replace("__0__", "__1__"): value for name, value in first.items() if "__0__" in name}
    staff.open("/organise/events/new").send("/organise/events", **first | second)
    assert staff.status == 422
    assert "Date 2, Day: This date is here twice." in staff.text
    assert "Date 1, Day:" not in staff.text
