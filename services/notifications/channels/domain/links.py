"""Links in a text, so that a page or a mail can make them something to tap on."""

import re
from collections.abc import Iterator

_LINK = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")


def split_links(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a link; a full stop after one does not belong to it."""
    for number, piece in enumerate(_LINK.split(text)):
        if piece:
            yield piece, number % 2 == 1
