"""What became of dates is read as it was written, and older deeds say nothing of it."""

from datetime import UTC, datetime, timedelta

from services.events.programme.domain import DateDeed, Standing, dates_read, dates_written

START = datetime(2026, 6, 4, 15, tzinfo=UTC)


def standing(days: int, venue: str = "Kultūros centras") -> Standing:
    starts_at = START + timedelta(days=days)
    return Standing(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), venue=venue, capacity=20)


def test_it_is_read_as_it_was_written_in_the_order_of_the_dates_before() -> None:
    moved = DateDeed(zone="Europe/Vilnius", before=standing(7), after=standing(1, "Biblioteka"))
    added = DateDeed(zone="Europe/Vilnius", after=standing(3))
    assert dates_read(dates_written([moved, added], "occurrence_moved")) == ([added, moved], "occurrence_moved")


def test_a_deed_of_which_nothing_was_noted_has_no_date() -> None:
    assert dates_written([]) == ""
    assert dates_read("") == ([], "")
