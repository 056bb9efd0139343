"""What people type is counted as the browser counted it for them."""

import marshmallow as ma
import pytest
from marshmallow import validate

from shared.typed import Paragraphs


class Said(ma.Schema):
    words = Paragraphs(required=True, validate=validate.Length(1, 5))


def test_the_end_of_a_line_counts_once_as_in_the_browser() -> None:
    assert Said().load({"words": "a\r\nb\r\nc"}) == {"words": "a\nb\nc"}
    with pytest.raises(ma.ValidationError):
        Said().load({"words": "a\r\nb\r\ncd"})


@pytest.mark.parametrize("words", ["", " \r\n "])
def test_blanks_alone_are_no_text(words: str) -> None:
    with pytest.raises(ma.ValidationError):
        Said().load({"words": words})
