"""The pages about the pages, and where a refusal leads on to."""

import pytest
from flask import Flask

from shared.languages import LANGUAGES
from tests.support.visitor import Visitor


@pytest.mark.parametrize("address", ["/privacy", "/accessibility"])
def test_each_foot_leads_to_what_is_said_about_the_pages_in_every_language(app: Flask, address: str) -> None:
    heads = set()
    for language in LANGUAGES:
        visitor = Visitor(app, language).open("/")
        assert f'href="{address}"' in visitor.page
        assert visitor.open(address).status == 200
        heads.add(visitor.page.partition("<h1>")[2].partition("</h1>")[0])
    assert len(heads) >= len(LANGUAGES) - 1  # a word may be the same in two


def test_the_page_says_that_a_phone_on_duty_stays_when_its_owner_is_erased(app: Flask) -> None:
    text = Visitor(app).open("/privacy").text
    assert "Your phone is the one on duty for an organisation" in text
    assert "Until an owner of the organisation changes it, also if you have your data erased" in text


@pytest.mark.parametrize(
    ("path", "home", "called"),
    [
        ("/organise/nothing", "/organise/", "To the organisers&#39; pages"),
        ("/directory/services/nothing", "/directory/", "To the directory of services"),
    ],
)
def test_a_problem_leads_on_to_the_part_one_is_in_and_to_the_programme(
    app: Flask, path: str, home: str, called: str
) -> None:
    page = Visitor(app).open(path)
    assert page.status == 404
    assert f'<a class="button second" href="{home}">{called}</a> <a class="button second" href="/">' in page.page


def test_a_problem_of_the_programme_leads_there_alone(app: Flask) -> None:
    page = Visitor(app).open("/events/nothing")
    assert (page.status, page.page.count('class="button second"')) == (404, 1)
