from pathlib import Path

import pytest

from shared import languages


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("de-DE,de;q=0.9,ar;q=0.1", "ar"),
        ("en;q=0.5,ru;q=0.8", "ru"),
        ("lt-simple", "lt-simple"),
        ("fr", "lt"),
        ("", "lt"),
        (None, "lt"),
        ("en;q=zero,uk;q=0.1", "uk"),
        ("en;q=0", "lt"),
    ],
)
def test_the_best_language_we_speak_is_chosen_from_the_header(header: str | None, language: str) -> None:
    assert languages.accepted(header) == language


@pytest.mark.parametrize(
    ("tag", "language"), [("UK-ua", "uk"), ("lt-LT", "lt"), ("lt-simple", "lt-simple"), ("de", None), (None, None)]
)
def test_a_tag_is_read_whatever_its_region_and_case(tag: str | None, language: str | None) -> None:
    assert languages.chosen(tag) == language


def test_a_text_falls_back_to_lithuanian_then_english_then_whatever_there_is() -> None:
    assert languages.text_for({"lt": "labas", "uk": "привіт"}, "uk") == ("привіт", "uk")
    assert languages.text_for({"lt": "labas", "en": "hello"}, "ar") == ("labas", "lt")
    assert languages.text_for({"en": "hello", "ru": "привет"}, "ar") == ("hello", "en")
    assert languages.text_for({"ru": "привет"}, "ar") == ("привет", "ru")
    assert languages.text_for({}, "ar") == ("", "ar")


def test_plain_lithuanian_falls_back_to_lithuanian_before_anything_else() -> None:
    assert languages.text_for({"en": "hello", "lt": "labas"}, "lt-simple") == ("labas", "lt")


def test_arabic_runs_from_right_to_left_and_nothing_else_does() -> None:
    assert [code for code in languages.LANGUAGES if languages.direction(code) == "rtl"] == ["ar"]


def test_the_language_holds_within_its_block_alone() -> None:
    with languages.using("uk"):
        assert languages.current() == "uk"
        with languages.using("ar"):
            assert languages.current() == "ar"
        assert languages.current() == "uk"
    assert languages.current() == "lt"


def test_each_of_several_services_says_a_text_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_folders", [])
    for service, words in (("shared", "Grąžinta"), ("events", "Atšaukta"), ("notifications", "Neišsiųsta")):
        folder = tmp_path / service / "locales"
        folder.mkdir(parents=True)
        (folder / "lt.po").write_text(f'msgid "Withdrawn"\nmsgstr "{words}"\n')
        languages.add_catalogues(folder)
    for service, words in (("events", "Atšaukta"), ("notifications", "Neišsiųsta")):
        with languages.speaking_as(service):
            assert languages.gettext("Withdrawn") == words
    with languages.speaking_as("volunteers"):  # which has no words of its own for it
        assert languages.gettext("Withdrawn") == "Grąžinta"
    languages._translations.cache_clear()
