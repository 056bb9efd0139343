"""What can be tapped on in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.channels.domain.links import split_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Atšaukti: https://talka.test/r/abc", ["https://talka.test/r/abc"]),
        ("https://talka.test/r/abc.", ["https://talka.test/r/abc"]),
        ("(http://talka.test/?a=1&b=2)", ["http://talka.test/?a=1&b=2"]),
        ("https://a.lt https://b.lt", ["https://a.lt", "https://b.lt"]),
        ("be nuorodos, talka.test", []),
        ("", []),
    ],
)
def test_links_are_found_without_the_punctuation_after_them(text: str, links: list[str]) -> None:
    assert [piece for piece, is_link in split_links(text) if is_link] == links


@given(st.text())
def test_no_letter_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in split_links(text)) == text
