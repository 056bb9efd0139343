"""What validation says is ours to say, in every language."""

from typing import Any

import marshmallow as ma
import pytest
from marshmallow import fields, validate

from shared import languages
from shared.web.wording import SENTENCES, by_field, worded


class Member(ma.Schema):
    name = fields.String(required=True)


class Everything(ma.Schema):
    name = fields.String(required=True, validate=validate.Length(2, 5))
    short = fields.String(validate=validate.Length(max=3))
    long = fields.String(validate=validate.Length(min=3))
    exact = fields.String(validate=validate.Length(equal=3))
    number = fields.Integer(validate=validate.Range(1, 8))
    least = fields.Integer(validate=validate.Range(min=1))
    most = fields.Integer(validate=validate.Range(max=8))
    above = fields.Integer(validate=validate.Range(min=1, min_inclusive=False))
    below = fields.Integer(validate=validate.Range(max=8, max_inclusive=False))
    ratio = fields.Float()
    yes = fields.Boolean()
    id = fields.UUID()
    at = fields.AwareDateTime(format="iso")
    day = fields.Date()
    time = fields.Time()
    email = fields.Email()
    address = fields.Url()
    kind = fields.String(validate=validate.OneOf(["a", "b"]))
    kinds = fields.List(fields.String(), validate=validate.ContainsOnly(["a", "b"]))
    code = fields.String(validate=validate.Regexp("^x$"))
    texts = fields.Dict()
    members = fields.List(fields.Nested(Member))
    same = fields.String(validate=validate.Equal("yes"))
    ip = fields.IP()


WRONG: dict[str, tuple[Any, str]] = {
    "name": (None, "Please fill this in."),
    "short": ("long", "Please write at most 3 characters."),
    "long": ("a", "Please write at least 3 characters."),
    "exact": ("a", "Give exactly 3."),
    "number": (9, "This must be between 1 and 8."),
    "least": (0, "This must be at least 1."),
    "most": (9, "This must be at most 8."),
    "above": (1, "This must be more than 1."),
    "below": (8, "This must be less than 8."),
    "ratio": ("nan", "This must be a number."),
    "yes": ("perhaps", "This must be yes or no."),
    "id": ("x", "This is not an id that we gave out."),
    "at": ("2026-05-31T18:00:00", "Give the offset too, such as 2026-05-31T18:00:00+03:00."),
    "day": ("31.5.", "Give a date, such as 2026-05-31."),
    "time": ("x", "Give a time, such as 18:30."),
    "email": ("x", "This is not an e-mail address. It looks like name@example.lt."),
    "address": ("x", "This is not a web address. It looks like https://example.lt."),
    "kind": ("c", "Choose one of: a, b."),
    "kinds": (["c"], "Choose among: a, b."),
    "code": ("y", "This does not look right."),
    "texts": ("x", "This must be an object."),
    "members": ("x", "This must be a list."),
    "same": ("no", "Give exactly yes."),
    "ip": ("x", "This does not look right."),
    "unknown": (1, "We do not know this field."),
}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with languages.using("en"):
        yield


@pytest.mark.parametrize("name", WRONG)
def test_every_message_of_validation_has_words_of_ours(name: str) -> None:
    value, sentence = WRONG[name]
    errors = Everything().validate({"name": "abc", name: value})
    assert by_field(errors) == {name: [sentence]}


@pytest.mark.parametrize("value", ["1", 1, True, [], {}, "x"], ids=repr)
@pytest.mark.parametrize("name", sorted(Everything().fields))
def test_no_english_of_marshmallows_is_left_in_another_language(name: str, value: Any) -> None:
    errors = Everything().validate({"name": "abc", name: value})
    with languages.using("uk"):
        for sentences in by_field(errors).values():
            for sentence in sentences:
                assert "Ѐ" <= sentence[0] <= "ӿ", f"{sentence} is not Ukrainian"


def test_nested_errors_are_named_by_their_path() -> None:
    errors = Everything().validate({"name": "abc", "members": [{"name": "x"}, {}]})
    assert by_field(errors) == {"members.1.name": ["Please fill this in."]}


def test_errors_of_the_whole_stand_under_schema() -> None:
    assert by_field(Everything().validate([])) == {"_schema": ["This must be an object."]}
    assert by_field(["Something went wrong."]) == {"_schema": ["Something went wrong."]}
    assert by_field({"members": {0: {"_schema": ["Invalid input type."]}}}) == {
        "members.0": ["This must be an object."]
    }


def test_a_message_id_of_a_feature_is_translated_as_it_stands() -> None:
    with languages.using("lt"):
        assert worded("Please sign in first.") == "Pirmiausia prisijunkite."
        assert worded("Said by nobody.") == "Said by nobody."


def test_every_sentence_is_in_all_languages() -> None:
    for language in languages.LANGUAGES:
        with languages.using(language):
            said = {languages.gettext(message) for _pattern, message in SENTENCES}
        own = {message for _pattern, message in SENTENCES}
        assert (said == own) == (language == "en")
