"""How long posts stay, and what feeds and widgets make of their texts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.events.board.domain import (
    NotRenewable,
    State,
    appears_at,
    check_period,
    ends_at,
    plain,
    renewed,
    shortened,
    today_of,
)
from shared.errors import Invalid
from tests.support.clock import vilnius

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("days", [0, 89])
def test_a_post_stays_from_one_day_to_ninety(days: int) -> None:
    check_period(TODAY, TODAY + timedelta(days=days), TODAY)


@pytest.mark.parametrize(("first", "last"), [(0, 90), (2, 1), (-9, -1)])
def test_longer_backwards_or_all_over_is_refused(first: int, last: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_period(TODAY + timedelta(days=first), TODAY + timedelta(days=last), TODAY)
    assert refused.value.errors.keys() == {"until_on"}


def test_renewing_keeps_it_for_as_long_again() -> None:
    assert renewed(State.EXPIRED, date(2026, 10, 1), date(2026, 10, 31), TODAY) == (TODAY, date(2026, 12, 30))
    with pytest.raises(NotRenewable):
        renewed(State.DRAFT, TODAY, TODAY, TODAY)
    with pytest.raises(NotRenewable):
        renewed(State.PUBLISHED, TODAY + timedelta(days=10), TODAY + timedelta(days=14), TODAY)


def test_a_day_begins_and_ends_at_midnight_in_lithuania_also_when_clocks_change() -> None:
    assert today_of(datetime(2026, 11, 30, 22, 30, tzinfo=UTC)) == date(2026, 12, 1)
    now = vilnius(2026, 11, 30, 9)
    assert appears_at(date(2026, 12, 2), now) == vilnius(2026, 12, 2)
    assert appears_at(TODAY, now) == now
    assert ends_at(date(2026, 10, 24)) == datetime(2026, 10, 24, 21, tzinfo=UTC)  # summer time
    assert ends_at(date(2026, 10, 25)) == datetime(2026, 10, 25, 22, tzinfo=UTC)


def test_a_long_text_is_cut_at_a_word_and_a_long_word_anywhere() -> None:
    assert shortened("vienas\n\ndu trys", 20) == "vienas du trys"
    assert shortened("vienas du, trys", 12) == "vienas du…"
    assert shortened("nebeprisikiškiakopūsteliaujantiems", 10) == "nebeprisi…"


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert plain("a\x0bb\x1f\tc\nd\ufffeє") == "ab\tc\ndє"
