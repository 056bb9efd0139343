"""The touch screen answers in three touches, in six languages, without a script and without a person's trace."""

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.directory.domain import read_json
from services.events.directory.operations import import_document
from shared.database import Database
from shared.languages import LANGUAGES
from tests.support.factories.board import a_post
from tests.support.factories.directory import a_service, an_id
from tests.support.factories.events import Worker, an_event
from tests.support.factories.kiosk import a_service_id
from tests.support.statements import counted
from tests.support.visitor import Visitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_touches_lead_to_an_answer_in_every_language(kiosk: Visitor, language: str) -> None:
    start = f"/kiosk/{language}/"
    assert f'href="{start}for/senior"' in kiosk.open(start).page
    assert f'href="{start}services/{a_service_id()}"' in kiosk.open(f"{start}for/senior").page
    found = kiosk.open(f"{start}services/{a_service_id()}").page
    assert "Vytauto g. 25" in found
    assert f'lang="{language}"' in found


def test_a_service_says_all_that_one_needs(kiosk: Visitor) -> None:
    said = kiosk.open(f"/kiosk/en/services/{a_service_id('at_home')}").text
    for words in ("at home", "+370 600 00002", "An identity document", "Free of charge", "For people who live"):
        assert words in said


def test_each_door_leads_to_the_services_for_its_people(kiosk: Visitor) -> None:
    for door, there, absent in (
        ("senior", "accompanied", "spreading"),
        ("family", "spreading", "at_home"),
        ("newcomer", "websites", "accompanied"),
        ("everything", "spreading", None),
    ):
        page = kiosk.open(f"/kiosk/en/for/{door}").page
        assert str(a_service_id(there)) in page
        assert absent is None or str(a_service_id(absent)) not in page


def test_a_search_finds_despite_spelling_and_says_kindly_that_nothing_was_found(kiosk: Visitor) -> None:
    assert str(a_service_id("accompanied")) in kiosk.open("/kiosk/uk/search?words=pavezejimas").page
    assert "We found no service." in kiosk.open("/kiosk/en/search?words=zzzz").text


def test_the_language_is_in_the_address_and_in_no_cookie(kiosk: Visitor) -> None:
    assert 'lang="ar" dir="rtl"' in kiosk.open("/kiosk/ar/").page
    assert 'lang="lt"' in kiosk.open("/kiosk/").page
    assert kiosk.address == "/kiosk/lt/"
    with pytest.raises(AssertionError):
        kiosk.cookie("lang", "/")


def test_elsewhere_the_start_page_speaks_the_browsers_language(elsewhere: Visitor) -> None:
    assert elsewhere.open("/kiosk/").address == "/kiosk/en/"


def test_a_short_address_leads_to_the_public_page_however_it_is_typed(kiosk: Visitor, database: Database) -> None:
    page = f"/kiosk/en/services/{a_service_id()}"
    kiosk.open(page).open(page)
    with database.transaction() as session:
        (code,) = session.scalars(text("SELECT code FROM kiosk_short_addresses"))
    assert 4 <= len(code) <= 6
    assert f"/k/{code}" in kiosk.page
    assert kiosk.open(f"/k/{code.lower()}").address == f"/directory/services/{a_service_id()}"
    assert kiosk.open("/k/0000").status == 404


def test_two_services_never_share_a_short_address(town: Flask, kiosk: Visitor, database: Database) -> None:
    """The first choice of one is taken: it gets the next."""
    with database.transaction() as session:
        kiosk.open(f"/kiosk/en/services/{a_service_id()}")
        first = session.scalars(text("SELECT code FROM kiosk_short_addresses")).one()
        session.execute(text("UPDATE kiosk_short_addresses SET service_id = :other"), {"other": a_service_id("screen")})
    assert f"/k/{first} " not in kiosk.open(f"/kiosk/en/services/{a_service_id()}").text
    assert f"/k/{first} " in kiosk.open(f"/kiosk/en/services/{a_service_id('screen')}").text


def test_what_is_gone_leads_on_within_the_kiosk(kiosk: Visitor) -> None:
    assert kiosk.open(f"/kiosk/en/services/{an_id('nothing')}").status == 404
    assert 'href="/kiosk/en/for/everything"' in kiosk.page
    assert 'href="/organise/"' not in kiosk.page


def test_the_coming_days_are_there(kiosk: Visitor, database: Database, worker: Worker) -> None:
    assert "Nothing is planned" in kiosk.open("/kiosk/en/events").text
    with database.transaction() as session:
        an_event(session, worker)
    assert "Getting to know cultures" in kiosk.open("/kiosk/en/events").text


def test_a_longer_list_asks_nothing_more_and_has_pages(
    app: Flask, database: Database, worker: Worker, elsewhere: Visitor
) -> None:
    asked = []
    for names in ("a", "bcdefghijklmnopqrstuv"):
        with database.transaction() as session:
            import_document(
                session, worker, next(iter(worker.roles)), read_json({"services": [a_service(name) for name in names]})
            )
        with counted(database.engine) as seen:
            elsewhere.open("/kiosk/en/for/everything")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert "?page=2" in elsewhere.page
    assert "?page=1" in elsewhere.open("/kiosk/en/for/everything?page=2").page
    assert elsewhere.open("/kiosk/en/for/everything?page=x&colour=green").status == 200


def test_the_news_is_there_in_the_screen_s_language_or_says_in_which(
    kiosk: Visitor, database: Database, worker: Worker
) -> None:
    assert 'href="/kiosk/en/news"' in kiosk.open("/kiosk/en/").page
    assert "There is no news just now." in kiosk.open("/kiosk/en/news").text
    asked = []
    for title in ("Kursai", "Vakaras"):
        with database.transaction() as session:
            long = {"lt": "Pradžia. " + "Ilgas pasakojimas. " * 20 + "\n\nPabaiga."}
            a_post(session, worker, title={"lt": title, "uk": "Курси"}, body=long, machine_made=["uk"])
        with counted(database.engine) as seen:
            kiosk.open("/kiosk/uk/news")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    for words in ("Курси", "Pabaiga.", "biblioteka.example.lt/kursai"):
        assert words in kiosk.text
    assert "Text in:" not in kiosk.text
    english = kiosk.open("/kiosk/en/news")
    assert '<span class="foreign" lang="lt" dir="ltr">Vakaras</span>' in english.page
    assert "Text in: Lithuanian" in english.text
    with database.transaction() as session:
        session.execute(text("UPDATE posts SET state = 'withdrawn'"))
    assert "Vakaras" not in kiosk.open("/kiosk/en/news").text


def test_the_comma_of_an_address_is_that_of_the_script(kiosk: Visitor) -> None:
    address = "<bdi>Vytauto g. 25</bdi>{}<bdi>Rokiškis</bdi>"
    for language, comma in (("ar", "، "), ("uk", ", ")):
        for path in (
            f"/kiosk/{language}/services/{a_service_id()}",
            f"/directory/services/{a_service_id()}?lang={language}",
        ):
            assert address.format(comma) in kiosk.open(path).page
