"""Rules of the kiosk: days to choose, errands, short addresses, and what may be kept of a search."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from services.events.directory.domain import words
from services.events.kiosk.domain import (
    DOOR_TARGETS,
    DOORS,
    Door,
    Half,
    Wish,
    as_typed,
    days_to_choose,
    errand,
    findings,
    hours_to_choose,
    kept_first,
    months_back,
    pairing_code,
    screens,
    sealed,
    short_codes,
    told_again_at,
    whole_month,
)
from tests.support.clock import vilnius

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
VILNIUS = "Europe/Vilnius"


def test_only_working_days_are_offered() -> None:
    """From the Wednesday before Christmas 2026: the holidays and the weekend are left out."""
    found = days_to_choose(date(2026, 12, 23))
    assert [day.day for day in found] == [28, 29, 30, 31, 4]
    assert date(2027, 1, 1) not in found


def test_hours_of_an_appointment_are_those_of_offices() -> None:
    hours = hours_to_choose()
    assert (hours[0], hours[1], hours[-1]) == ("08:00", "08:30", "17:00")


def test_a_helper_is_wanted_now() -> None:
    wanted = errand(Wish.HELPER, now=NOW, zone=VILNIUS, area="Rokiškis")
    assert (wanted.kind, wanted.starts_at, wanted.ends_at - wanted.starts_at) == ("kiosk_help", NOW, timedelta(hours=1))


def test_a_visit_has_wall_hours_in_summer_and_winter() -> None:
    for day, hour in ((date(2026, 12, 2), 7), (date(2026, 7, 1), 6)):
        wanted = errand(Wish.VISIT, now=NOW, zone=VILNIUS, area="", day=day, half=Half.MORNING)
        assert wanted.starts_at.astimezone(UTC).hour == hour


def test_a_ride_arrives_at_the_appointment() -> None:
    day = date(2026, 12, 2)
    wanted = errand(Wish.RIDE, now=NOW, zone=VILNIUS, area="", day=day, hour="10:30", destination="Poliklinika")
    assert wanted.appointment_at == datetime(2026, 12, 2, 10, 30, tzinfo=ZoneInfo(VILNIUS))
    assert wanted.ends_at - wanted.starts_at == timedelta(minutes=40)


@pytest.mark.parametrize("wish", [Wish.CALL, Wish.SERVICE, Wish.VISIT, Wish.RIDE])
def test_a_call_and_what_has_no_time_is_no_errand(wish: Wish) -> None:
    with pytest.raises(ValueError, match="no errand"):
        errand(wish, now=NOW, zone=VILNIUS, area="")


def test_short_addresses_get_longer_only_when_they_must_and_never_end() -> None:
    first = list(islice(short_codes(UUID(int=1)), 6))
    assert [len(code) for code in first] == [4, 5, 6, 6, 6, 6]
    assert first == list(islice(short_codes(UUID(int=1)), 6))
    assert len(set(first)) == 6
    assert next(short_codes(UUID(int=2))) != first[0]
    assert not set("01IO") & set("".join(first))


def test_a_code_is_understood_however_it_is_typed() -> None:
    code = pairing_code()
    assert as_typed(f" {code[:4].lower()} - {code[4:]}") == code
    assert pairing_code() != code


@pytest.mark.parametrize("searched", ["Jonas 861234567", "38001011234", "ona@example.lt", "Vytauto g. 25", "a"])
def test_what_may_name_somebody_is_not_kept(searched: str) -> None:
    assert findings(searched, words(searched)) == {}


def test_words_are_folded_so_that_spellings_meet_and_kept_as_people_read_them() -> None:
    searched = "Baidarė, ИРКЛЫ Psichologas"
    assert findings(searched, ["irkli", "baidare", "psicolohas"]) == {
        "baidare": "baidarė",
        "irkli": "ирклы",
        "psicolohas": "psichologas",
    }
    assert findings(searched, ["irkli"]) == {"irkli": "ирклы"}


@pytest.mark.parametrize("long", ["abcdefgh" * 5, "jo" + "n" * 40])
def test_what_is_longer_than_a_word_is_not_kept(long: str) -> None:
    searched = f"ilgas {long}"
    assert findings(searched, words(searched)) == {"ilhas": "ilgas"}


def test_a_seal_recognises_a_word_and_needs_the_secret() -> None:
    assert sealed("one", "baidare") == sealed("one", "baidare")
    assert sealed("one", "baidare") != sealed("two", "baidare")
    assert sealed("one", "baidare") != sealed("one", "irklai")


def test_months_are_whole_and_go_back_over_new_year() -> None:
    assert whole_month(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert months_back(date(2027, 2, 28), 3) == [date(2027, 2, 1), date(2027, 1, 1), date(2026, 12, 1)]


def test_every_door_but_the_widest_narrows() -> None:
    assert [door for door, targets in DOOR_TARGETS.items() if not targets] == [Door.EVERYTHING]
    assert len(DOORS) == 4


def ids(*numbers: int) -> list[UUID]:
    return [UUID(int=number) for number in numbers]


def test_a_device_keeps_first_what_fewest_touches_lead_to() -> None:
    """The first screens, then what is for single groups, in turn, then the rest; nothing twice, and not too much."""
    lists = {
        Door.SENIOR: ids(*range(100, 130)),
        Door.FAMILY: ids(*range(200, 215), 100),
        Door.EVERYTHING: ids(*range(1, 50), *range(100, 130), *range(200, 215)),
    }
    kept = kept_first(lists, 60)
    assert kept[:4] == ids(100, 200, 1, 101)
    assert set(kept[:36]) == set(ids(*range(100, 112), *range(200, 212), *range(1, 13)))
    assert kept[36:42] == ids(112, 212, 113, 213, 114, 214)
    assert kept[-3:] == ids(13, 14, 15)
    assert len(set(kept)) == 60
    assert list(screens(lists, kept)) == [
        *((Door.SENIOR, number) for number in (1, 2, 3)),
        *((Door.FAMILY, 1), (Door.FAMILY, 2), (Door.EVERYTHING, 1)),
    ]


def test_a_door_that_leads_to_nothing_yet_has_its_screen() -> None:
    assert list(screens({Door.SENIOR: []}, [])) == [(Door.SENIOR, 1)]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (vilnius(2026, 11, 30, 8), vilnius(2026, 11, 30, 16)),
        (vilnius(2026, 11, 30, 10), vilnius(2026, 12, 1, 9)),
        (vilnius(2026, 11, 30, 22), vilnius(2026, 12, 1, 16)),
        (vilnius(2026, 12, 4, 16), vilnius(2026, 12, 7, 15)),
        (vilnius(2026, 12, 23, 16), vilnius(2026, 12, 28, 15)),
    ],
    ids=["the same day", "the next morning", "asked at night", "past a weekend", "past Christmas"],
)
def test_staff_hear_again_of_a_call_after_eight_working_hours(now: datetime, then: datetime) -> None:
    assert told_again_at(now, "Europe/Vilnius") == then
