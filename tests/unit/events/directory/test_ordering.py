"""Names stand in the order of their reader's alphabet."""

import random

import pytest

from services.events.directory.domain import sort_key, sort_keys

IN_ORDER = {
    "lt": "Alytus Ąžuolas Cukrus Čekis Eglė Ėriukas Yla Ilma Įvykis Kaunas Sala Šaltis Zarasai Žirnis",
    "en": "apple Čekis cukrus Eve Zarasai Žemaitis",
    "ru": "Авто Ёлка Ель Ехать Жук Яблоко Alytus",
    "ar": "أمل باب تعليم خدمة مساعدة نقل وساطة يد Alytus",
}


@pytest.mark.parametrize("language", ["lt", "lt-simple", "en", "ru", "ar"])
def test_names_stand_in_the_order_of_the_alphabet(language: str) -> None:
    words = IN_ORDER[language.partition("-")[0]].split()
    mixed = random.Random(3).sample(words, len(words))
    assert sorted(mixed, key=lambda one: sort_key(one, language)) == words


def test_ukrainian_letters_that_unicode_put_last_stand_at_their_place() -> None:
    words = [*("Авто", "Газета", "Ґанок", "Дім", "Екран", "Єдність", "Жінка", "Зима", "Ирій", "Іній", "Їжа", "Йод")]
    assert sorted(random.Random(3).sample(words, len(words)), key=lambda one: sort_key(one, "uk")) == words


def test_quotes_and_capitals_do_not_count_and_digits_stand_first() -> None:
    assert sort_key("„Caritas“ Rokiškis", "lt") == sort_key("caritas rokiškis", "lt")
    assert sort_key("112", "lt") < sort_key("Alytus", "lt")


def test_a_name_that_is_missing_is_sorted_as_it_is_shown() -> None:
    keys = sort_keys({"lt": "Žuvis", "ar": "سمك"})
    lithuanian, simple, english, _ukrainian, _russian, arabic = keys
    assert (lithuanian, english, arabic) == (sort_key("Žuvis", "lt"), sort_key("Žuvis", "en"), sort_key("سمك", "ar"))
    assert simple == lithuanian
    assert sort_keys({"uk": "Риба"})[0] == sort_key("Риба", "lt"), "who reads Lithuanian sees the only name it has"
