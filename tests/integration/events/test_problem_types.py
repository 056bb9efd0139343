"""The `type` of every problem of every service leads to a page that says what it means and what to do."""

import json

import pytest
from flask import Flask

from deploy.problem_types import kinds, types, written
from shared.errors import DomainError
from shared.languages import LANGUAGES
from shared.web.problem_types import FILE, TO_DO
from shared.web.problems import HTTP, of_rule
from tests.support.visitor import Visitor

TYPES = types()


def test_what_is_written_down_is_what_the_code_of_all_services_says() -> None:
    assert FILE.read_text("utf-8") == written()
    assert {kind.code for kind in kinds()} | {code for code, _title in HTTP.values()} == TYPES.keys()
    assert {"shift-is-full", "not-found", "directory-document-is-wrong"} <= TYPES.keys()


def test_two_rules_with_one_code_say_the_same() -> None:
    said: dict[str, set[str]] = {}
    for kind in kinds():
        said.setdefault(kind.code, set()).add(kind.title)
    assert {code: titles for code, titles in said.items() if len(titles) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_its_page_in_every_language(app: Flask, language: str) -> None:
    visitor = Visitor(app, language)
    listed = visitor.open("/problems/").page
    for code, facts in TYPES.items():
        assert f'href="/problems/{code}"' in listed
        page = visitor.open(f"/problems/{code}").page
        assert visitor.status == 200, code
        assert f"<code>{facts['status']}</code>" in page
        assert "{" not in page.partition("<h1>")[2].partition("</h1>")[0], code
    assert {facts["status"] for facts in TYPES.values()} <= TO_DO.keys()


def test_the_type_of_an_answer_is_the_address_of_its_page(app: Flask) -> None:
    client = app.test_client()
    answer = json.loads(client.get("/api/events/v1/nothing").data)
    assert client.get(answer["type"]).status_code == 200
    assert client.get("/problems/guessed").status_code == 404
    assert of_rule(DomainError()).status == 500
