"""Pages and problems in the asker's language."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.things import bearer, token


def language(client: FlaskClient, path: str = "/public", **headers: str) -> str:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    found = re.search(r'<html lang="([\w-]+)" dir="(\w+)">', client.get(path, headers=names).text)
    assert found
    assert found[2] == ("rtl" if found[1] == "ar" else "ltr")
    return found[1]


def test_without_any_wish_lithuanian_is_spoken(client: FlaskClient) -> None:
    assert language(client) == "lt"


def test_a_choice_counts_more_than_the_person_and_the_person_more_than_the_browser(client: FlaskClient) -> None:
    assert language(client, Accept_Language="uk-UA,uk;q=0.9,en;q=0.8") == "uk"
    client.set_cookie("talka_staff", token(language="ru"))
    assert language(client, Accept_Language="uk") == "ru"
    assert language(client, "/public?lang=ar", Accept_Language="uk") == "ar"
    assert language(client, Accept_Language="uk") == "ar", "the choice is remembered"
    assert language(client, "/public?lang=lt-simple") == "lt-simple"


@pytest.mark.parametrize(("wish", "title"), [({}, "Ми цього"), ({"Accept-Language": "en"}, "We could")])
def test_a_programme_gets_the_language_it_asks_for_else_its_persons(
    client: FlaskClient, wish: dict[str, str], title: str
) -> None:
    answer = client.get("/api/events/v1/phone", headers=bearer(language="uk") | wish)
    assert answer.get_json()["title"].startswith(title)


@pytest.mark.parametrize("wish", ["xx", "../../etc/passwd", "", "LT", "lt_LT"])
def test_a_language_we_do_not_speak_is_no_error(client: FlaskClient, wish: str) -> None:
    assert language(client, f"/public?lang={wish}") == "lt"
    assert client.get("/public", headers={"Accept-Language": wish}).status_code == 200


def test_the_switch_leads_to_the_same_page_in_each_language(client: FlaskClient) -> None:
    page = client.get("/public?page=2&lang=en").text
    for tag in ("lt", "lt-simple", "en", "uk", "ru", "ar"):
        assert f'href="/public?page=2&amp;lang={tag}"' in page
    assert re.search(r'hreflang="en" aria-current="true"', page)


def test_the_switch_on_a_page_that_was_only_posted_leads_to_the_start(client: FlaskClient) -> None:
    answer = client.post("/sign-in")
    assert answer.status_code == 403
    assert 'href="/?lang=uk"' in answer.text


def test_a_text_in_another_language_says_in_which(client: FlaskClient) -> None:
    assert '<h1><span class="foreign" lang="uk" dir="ltr">Танці</span></h1>' in client.get("/public?lang=ar").text
    assert "<h1>Танці</h1>" in client.get("/public?lang=uk").text


def test_what_people_wrote_is_never_taken_for_our_own_words(client: FlaskClient) -> None:
    assert "&lt;b&gt;" in client.get("/public").text


def test_the_menu_marks_the_part_one_is_in(client: FlaskClient) -> None:
    page = client.get("/volunteer/nothing?lang=en").text
    assert '<a href="/volunteer/" aria-current="true">For volunteers</a>' in page
    assert '<a href="/">Programme</a>' in page


def test_the_organisers_part_stands_in_the_foot_for_whoever_is_no_organiser(client: FlaskClient) -> None:
    page = client.get("/organise/nothing?lang=en").text
    head, foot = page.split("<footer")
    assert '<a href="/organise/">For organisers</a>' in foot
    assert "/organise/" not in head.partition("<header")[2].partition("</header>")[0]
    assert 'aria-current="true">Programme' not in head


def test_what_else_is_said_of_a_field_stands_in_it(client: FlaskClient) -> None:
    """Its language, how much it takes and what a browser may fill in: the macro had lost them."""
    assert re.search(r'<input id="size"[^>]* min="1">', client.get("/form").text)
