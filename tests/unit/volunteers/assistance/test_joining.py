"""Both ways of a ride by one helper: the time of the one ends where that of the other begins."""

from datetime import UTC, datetime

import pytest

from services.volunteers.assistance.domain.joining import Time, beside_other


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-03T{clock}").replace(tzinfo=UTC)


def span(begins: str, ends: str) -> Time:
    return at(begins), at(ends)


@pytest.mark.parametrize(
    ("way", "own", "other", "left"),
    [
        ("back", ("10:10", "11:20"), ("09:10", "10:20"), ("10:20", "11:20")),
        ("there", ("09:10", "10:20"), ("10:10", "11:20"), ("09:10", "10:10")),
        ("back", ("12:10", "13:20"), ("09:10", "10:20"), ("12:10", "13:20")),  # at home in between
        ("back", ("10:10", "10:20"), ("09:10", "10:20"), ("10:10", "10:20")),  # nothing would be left
    ],
)
def test_the_time_of_one_way_is_what_the_other_leaves_of_it(
    way: str, own: tuple[str, str], other: tuple[str, str], left: tuple[str, str]
) -> None:
    assert beside_other(span(*own), span(*other), is_back=way == "back") == span(*left)
