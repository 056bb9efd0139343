"""The pages of shifts as people use them: without JavaScript, each in their own language."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from uuid_utils.compat import uuid7

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Shift
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.languages import LANGUAGES
from tests.support.factories.volunteers import (
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_open_shift,
    tomorrow,
)
from tests.support.visitor import hidden, send


def test_a_place_is_given_back_by_one_button(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session), an_open_shift(session)
        a_sign_up(session, shift_id, person.id)
    sign_in(person)
    assert send(client, "/volunteer/my", "/cancel").status_code == 303
    page = client.get("/volunteer/my").text
    assert "/cancel" not in page
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 0


def test_where_there_is_no_place_the_page_says_why_and_has_no_button(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session, language="en"), an_open_shift(session, places=1)
        a_sign_up(session, shift_id, a_volunteer(session).id)
    sign_in(person)
    page = client.get(f"/volunteer/shifts/{shift_id}?lang=en").text
    assert "All places in this shift are taken (places: 1)." in page
    assert "sign-ups" not in page
    assert "All places in this shift are taken (places: 1)." in client.get("/volunteer/?lang=en").text


def test_whoever_takes_a_shift_at_the_screen_reads_before_that_they_are_rung(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
        there, elsewhere = (an_open_shift(session, at_screen=at_screen) for at_screen in (True, False))
    sign_in(person)
    rung = "You are rung when somebody asks for help there."
    assert rung in client.get(f"/volunteer/shifts/{there}?lang=en").text
    assert rung not in client.get(f"/volunteer/shifts/{elsewhere}?lang=en").text


def test_a_place_that_went_a_moment_ago_is_refused_in_words(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session), an_open_shift(session, places=1)
    sign_in(person)
    address, fields = hidden(client.get(f"/volunteer/shifts/{shift_id}?lang=en").text, "sign-ups")
    with database.transaction() as session:
        a_sign_up(session, shift_id, a_volunteer(session).id)
    refused = client.post(address, data=fields)
    assert refused.status_code == 409
    assert "All places in this shift are taken (places: 1)." in refused.text
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1


def test_an_overlapping_shift_is_refused_and_nothing_of_the_try_is_left(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
        shifts = [an_open_shift(session, starts_at=tomorrow(hour)) for hour in (10, 11)]
    sign_in(person)
    forms = [hidden(client.get(f"/volunteer/shifts/{shift_id}").text, "sign-ups") for shift_id in shifts]
    answers = [client.post(address, data=fields) for address, fields in forms]
    assert [answer.status_code for answer in answers] == [303, 409]
    with database.transaction() as session:
        assert [session.get_one(Shift, shift_id).taken for shift_id in shifts] == [1, 0]


def test_a_shift_goes_into_the_own_calendar(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session)
    answer = client.get(f"/volunteer/shifts/{shift_id}/calendar.ics?lang=uk")
    assert answer.content_type == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(answer.data).events
    assert (entry["UID"], entry["SEQUENCE"], entry["STATUS"]) == (f"{shift_id}@talka", 1, "CONFIRMED")
    assert (entry.start, entry["SUMMARY"]) == (tomorrow(), "Зустріти гостей – Знайомство з культурами")
    assert entry["LOCATION"] == "Kultūros centras, Gedimino g. 40, Kaišiadorys"


@pytest.mark.parametrize("page", ["/volunteer/shifts/{shift}", "/volunteer/", "/volunteer/my"])
def test_a_shift_that_has_no_text_in_the_readers_language_says_so(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None], page: str
) -> None:
    with database.transaction() as session:
        person, shift = a_volunteer(session), a_planned_shift(title={"lt": "Pasitikti svečius", "uk": "Зустріти"})
        follow_event(session, an_event(shift, title={"lt": "Kultūros", "uk": "Культури", "ar": "ثقافات"}), 1)
        a_sign_up(session, shift.shift_id, person.id)
    sign_in(person)
    address, said = page.format(shift=shift.shift_id), "هذا النص غير متوفر بلغتكم بعد"
    assert [client.get(f"{address}?lang={one}").text.count(said) for one in ("ar", "uk", "lt")] == [1, 0, 0]


def test_a_calendar_entry_is_in_one_language_and_says_if_it_is_not_the_readers(
    client: FlaskClient, database: Database
) -> None:
    shift = a_planned_shift(title={"lt": "Pasitikti svečius", "uk": "Зустріти гостей"})
    with database.transaction() as session:
        follow_event(session, an_event(shift, title={"lt": "Kultūros", "ar": "ثقافات", "uk": "Культури"}), 1)
    path = f"/volunteer/shifts/{shift.shift_id}/calendar.ics"
    for language, summary, told_in in (
        ("ar", "Pasitikti svečius – Kultūros", "lt"),
        ("uk", "Зустріти гостей – Культури", "uk"),
    ):
        made = Calendar.from_ical(client.get(f"{path}?lang={language}").data)
        (entry,) = made.events
        assert (entry["SUMMARY"], entry["SUMMARY"].params["LANGUAGE"]) == (summary, told_in)
        assert ("DESCRIPTION" in entry) is (told_in != language)
        assert "LT" not in str(made["PRODID"])


def test_who_signed_up_has_one_entry_wherever_it_was_taken_from(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    """The mail's entry has the sign-up's id as UID (notifications); a second entry would stay after a move."""
    with database.transaction() as session:
        person, shift_id = a_volunteer(session), an_open_shift(session)
        sign_up = a_sign_up(session, shift_id, person.id)
    path = f"/volunteer/shifts/{shift_id}/calendar.ics"
    (public,) = Calendar.from_ical(client.get(path).text).events
    sign_in(person)
    (own,) = Calendar.from_ical(client.get(path).text).events
    assert (str(public["UID"]), str(own["UID"])) == (f"{shift_id}@talka", f"{sign_up}@talka")


def test_the_list_is_chosen_from_and_goes_on_on_the_next_page(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        shifts = [a_planned_shift(starts_at=tomorrow(10), languages=("uk",)) for _ in range(21)]
        follow_event(session, an_event(*shifts, a_planned_shift(languages=("ar",))), 1)
    first = client.get("/volunteer/?language=uk").text
    more = re.search(r'href="(\?[^"]*after=[^"]*)"', first)
    assert more
    second = client.get(f"/volunteer/{unescape(more[1])}").text
    assert (first.count('class="card"'), second.count('class="card"')) == (20, 1)
    assert client.get("/volunteer/?language=ar").text.count('class="card"') == 1
    assert client.get("/volunteer/?language=klingon").status_code == 422


def test_a_person_may_choose_only_what_fits_them(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session, languages=["uk"])
        an_open_shift(session, languages=("ar",))
        an_open_shift(session, languages=("uk",))
    sign_in(person)
    assert client.get("/volunteer/?fits_me=true").text.count('class="card"') == 1


def pages(shift_id: UUID) -> Iterator[str]:
    yield from ("/volunteer/", "/volunteer/join", "/volunteer/sign-in", f"/volunteer/sign-in/{uuid7()}")
    yield from (f"/volunteer/shifts/{shift_id}", "/volunteer/my", "/volunteer/profile")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None], language: str
) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session), an_open_shift(session, skills=("music",))
    sign_in(person)
    for page in pages(shift_id):
        answer = client.get(f"{page}?lang={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in answer.text
        assert "<script>" not in answer.text


@pytest.mark.parametrize(("language", "words"), [("lt", "Be laiptų"), ("en", "No steps"), ("uk", "Без сходів")])
def test_what_one_can_rely_on_at_the_venue_reads_as_on_the_events_page(
    client: FlaskClient, database: Database, language: str, words: str
) -> None:
    with database.transaction() as session:
        an_open_shift(session)
    assert f'<span class="badge ">{words}</span>' in client.get(f"/volunteer/?lang={language}").text


@pytest.mark.parametrize(("language", "comma"), [("lt", ", "), ("ar", "، ")])
def test_languages_are_listed_with_the_comma_of_the_readers_script(
    client: FlaskClient, database: Database, language: str, comma: str
) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session, languages=("uk", "ru"), skills=("music", "cooking"))
    page = client.get(f"/volunteer/shifts/{shift_id}?lang={language}").text
    assert page.count(f"</bdi>{comma}<bdi>") == 2
