"""What a browser sends becomes what a schema wants, and errors find their fields again."""

from typing import Any

import marshmallow as ma
import pytest
from flask import Flask
from marshmallow import fields, validate

from shared import languages
from shared.errors import Conflict, Invalid
from shared.web import forms
from shared.web.pages import Pages


class Member(ma.Schema):
    name = fields.String(required=True)
    age = fields.Integer(strict=True)


class Party(ma.Schema):
    phone = fields.String()
    size = fields.Integer(strict=True, validate=validate.Range(1, 8))
    needs = fields.List(fields.String())
    steps = fields.Boolean()
    members = fields.List(fields.Nested(Member))


def loaded(**typed: Any) -> tuple[dict[str, Any], dict[str, list[str]]]:
    with Flask("forms").test_request_context(method="POST", data=typed), languages.using("en"):
        return forms.load(Party())


def test_a_form_becomes_what_the_schema_says() -> None:
    values, errors = loaded(size="3", needs=["lift", "hearing"], steps="true")
    assert values == {"size": 3, "needs": ["lift", "hearing"], "steps": True}
    assert errors == {}


def test_one_choice_of_many_is_a_list_too() -> None:
    assert loaded(needs="lift")[0] == {"needs": ["lift"]}


def test_what_was_left_empty_was_not_sent() -> None:
    assert loaded(phone="  ", size="", needs="") == ({}, {})


def test_the_tokens_of_the_form_itself_are_no_fields() -> None:
    assert loaded(csrf_token="x", nonce="y", phone="1") == ({"phone": "1"}, {})


def test_numbered_fields_are_rows_and_empty_rows_are_none() -> None:
    rows = {"members-0-name": "Ona", "members-0-age": "80", "members-1-name": " ", "members-10-name": "Jonas"}
    values, errors = loaded(**rows)
    assert values == {"members": [{"name": "Ona", "age": 80}, {"name": "Jonas"}]}
    assert errors == {}


def test_errors_are_named_like_the_fields_they_belong_to() -> None:
    values, errors = loaded(**{"members-0-name": "Ona", "members-1-age": "x", "size": "9", "colour": "red"})
    assert errors == {
        "members-1-name": ["Please fill this in."],
        "members-1-age": ["This must be a whole number."],
        "size": ["This must be between 1 and 8."],
        "colour": ["We do not know this field."],
    }
    assert values["size"] == 9
    assert forms.value_of(values, "members-1-age") == "x"


@pytest.mark.parametrize("typed", ["1e3", "0x1", "٣", "1" * 30, "--1", "1.0"])
def test_what_is_no_whole_number_is_said_to_be_none(typed: str) -> None:
    assert loaded(size=typed)[1] == {"size": ["This must be a whole number."]}


def test_a_field_shows_what_is_known_and_nothing_else() -> None:
    values = {"size": 0, "phone": None, "members": [{"name": "Ona"}]}
    assert forms.value_of(values, "size") == 0
    assert forms.value_of(values, "phone") == ""
    assert forms.value_of(values, "members-0-name") == "Ona"
    assert forms.value_of(values, "members-3-name") == ""
    assert forms.value_of({}, "members-0-name") == ""


def test_a_broken_rule_is_shown_at_its_field_or_above_the_form() -> None:
    with languages.using("en"):
        assert Pages.errors(Invalid({"size": ["Please fill this in."]})) == {"size": ["Please fill this in."]}
        assert Pages.errors(Conflict()) == {"_schema": [Conflict.title]}
        assert Pages.errors(Invalid()) == {"_schema": [Invalid.title]}
