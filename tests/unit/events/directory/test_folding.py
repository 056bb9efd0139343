"""Spellings meet once they are folded."""

import pytest

from services.events.directory.domain import asked, envelope, grams, words
from services.events.directory.domain.folding import LONGEST, alike, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Šiauliai", "siauliai"),
        ("Žydrūnas", "Zydrunas"),
        ("pavėžėjimas", "PAVEZEJIMAS"),
        ("допомога", "dopomoga"),
        ("дощ", "doshch"),
        ("харчування", "kharchuvannia"),
        ("посредничество", "posrednichestvo"),
        ("жильё", "zhilyo"),
        ("юрист", "yurist"),
        ("їжа", "yizha"),
        ("інформація", "informatsiya"),
        ("الوساطة", "وساطه"),
        ("إعاقة", "اعاقة"),
        ("Straße", "strasse"),
        ("Cœur", "coeur"),
        ("Işıl", "isil"),
        ("Đorđe Þór", "dorde thor"),
        ("taxi", "taksi"),
        ("здоров’я", "здоровя"),
    ],
)
def test_what_is_written_in_two_ways_is_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_are_found_once_in_order_without_single_letters() -> None:
    assert words("Pagalba į namus", "PAGALBA: a, namus!") == [fold("pagalba"), fold("namus")]
    assert len(fold("ab" * 100)) == LONGEST


def test_a_word_is_known_by_its_groups_of_three() -> None:
    assert grams("ab") == ["  a", " ab", "ab "]


def test_a_word_that_is_asked_for_brings_those_that_stand_for_it() -> None:
    ((word, others), (second, none)) = asked("такси Rokiškis")
    assert (word, second, none) == (fold("такси"), fold("rokiskis"), [])
    assert fold("pavėžėjimas") in others
    assert word not in others


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("пенсионер", "пенсионеры", True),
        ("врачу", "врач", True),
        ("pagalbos", "pagalba", True),
        ("namai", "namuose", False),
        ("drive", "driveway", True),
        ("help", "helicopter", False),
        ("transportas", "transformatorius", False),
    ],
)
def test_forms_of_a_word_differ_in_their_endings_alone(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - the expectation
    assert alike(fold(one), fold(other)) is same


def test_what_is_no_word_finds_nothing() -> None:
    assert asked("?!") == asked("a") == [("-", [])]


def test_an_empty_list_is_one_page_without_items() -> None:
    page = envelope([], 0, 1, 20)
    assert (page["total_pages"], page["first_page"], page["last_page"], page["empty"]) == (0, True, True, True)
